#!/usr/bin/env bash
# What the units of an app run: `web N` a release on a private port, `web live` the live one on the app's own port,
# `work NAME-I` a process of the live one. Everything else is in files, so that no value is an argument.
# What an app's own variables must not touch is called __devpilot.
__devpilot_service=${BASH_SOURCE[0]%/*} __devpilot_bash=$BASH
. "$__devpilot_service/ports.sh"

main() {
  local release=$2 current
  if [[ $2 == live || $1 == work ]]; then
    current=$(readlink -- "$__devpilot_service/project/current") || fail 'There is no live release.'
    release=${current##*/}
  fi
  __devpilot_from=$__devpilot_service/releases/$release
  read_settings || fail "The release $release was never started."
  __devpilot_script=$__devpilot_from/command
  if [[ $1 == work ]]; then
    __devpilot_script=$__devpilot_from/processes/${2%-*}
    [[ -f $__devpilot_script ]] || fail "The live release has no process ${2%-*}."
  elif [[ $2 == live ]]; then
    __devpilot_own=("PORT=$port" "HOST=$([[ $listen == public ]] && echo 0.0.0.0 || echo 127.0.0.1)")
  else
    find_private_port
    __devpilot_own=("PORT=$REPLY" HOST=127.0.0.1)
  fi
  __devpilot_directory=$directory
}

# Nothing that a new try would change.
fail() {
  printf '%s\n' "$1"
  exit 78
}

read_settings() {
  local line
  [[ -f $__devpilot_from/settings ]] || return
  while IFS= read -r line; do
    case $line in
      directory=*) directory=${line#*=} ;;
      port=*) port=${line#*=} ;;
      listen=*) listen=${line#*=} ;;
    esac
  done <"$__devpilot_from/settings"
}

# The one it had, unless somebody has taken it meanwhile. The front reads it from the file.
find_private_port() {
  local file=$__devpilot_from/port
  REPLY=
  if [[ -s $file ]]; then read -r REPLY <"$file"; fi
  [[ -n $REPLY ]] && ! is_listening "$REPLY" && return
  choose_port && (umask 077 && printf '%s\n' "$REPLY" >"$file.new") && mv -T -- "$file.new" "$file" || exit 1
}

main "$@"
set --
# shellcheck disable=SC2163
while IFS= read -r -d '' __devpilot_record; do export "$__devpilot_record"; done <"$__devpilot_from/environment"
[[ ! ${__devpilot_own-} ]] || export "${__devpilot_own[@]}"
cd -- "$__devpilot_directory" || exit
# The shell stays until what it runs has ended: a service that stops is asked once, and not a second time.
# shellcheck disable=SC2016
exec "$__devpilot_bash" --norc --noprofile -c 'trap "exit 143" TERM; . "$0"' "$__devpilot_script"
