#!/usr/bin/env bash
# Puts a public key into ~/.ssh/authorized_keys and takes another out. It runs before anything of ours is installed: bash
# reads it from stdin, and then it reads its NUL-framed request from there: ADD=… and REMOVE=…, ended by an empty record.
authorize_key() {
  local record add='' remove='' file=$HOME/.ssh/authorized_keys
  while IFS= read -r -d '' record || return 64; do
    case $record in
      '') break ;;
      ADD=*) add=${record#ADD=} ;;
      REMOVE=*) remove=${record#REMOVE=} ;;
      *) return 64 ;;
    esac
  done
  umask 077
  mkdir -p -- "$HOME/.ssh" && touch -- "$file" || return 1
  if [[ $add ]]; then put_key "$file" "$add" || return 1; fi
  if [[ $remove ]]; then take_key "$file" "$remove" || return 1; fi
}

# put_key FILE KEY: once, and on a line of its own even if the file's last line is not ended.
put_key() {
  ! grep -qxF -e "$2" -- "$1" || return 0
  if [[ -s $1 && $(tail -c 1 -- "$1" | od -An -tx1) != *0a ]]; then printf '\n' >>"$1" || return 1; fi
  printf '%s\n' "$2" >>"$1"
}

# take_key FILE KEY: whole or not at all, so that a full disk shuts nobody out; a link stays a link.
take_key() {
  local file draft
  grep -qxF -e "$2" -- "$1" || return 0
  file=$(readlink -f -- "$1") && draft=$(mktemp -- "$file.XXXXXX") || return 1
  { grep -vxF -e "$2" -- "$file" >"$draft" || [[ $? == 1 ]]; } &&
    chmod --reference="$file" -- "$draft" && mv -f -- "$draft" "$file" && return 0
  rm -f -- "$draft"
  return 1
}

# One line: what follows it on stdin is data, and bash must never read that as commands.
{ authorize_key; exit; }
