#!/usr/bin/env bash
# Answers git's question for a user name and password, only for the origin that they belong to.
[[ $1 == get ]] || exit 0
protocol='' host=''
while IFS= read -r line && [[ $line ]]; do
  case $line in
    protocol=*) protocol=${line#*=} ;;
    host=*) host=${line#*=} ;;
  esac
done
asked=$protocol://$host
[[ ${asked,,} == "${DEVPILOT_GIT_ORIGIN,,}" ]] || exit 0
printf 'username=%s\npassword=%s\n' "$DEVPILOT_GIT_USER" "$DEVPILOT_GIT_PASSWORD"
