#!/usr/bin/env bash
# What lies in an app's place: its releases and whatever else, with the room that each takes, NUL-framed.
cd -P -- "${BASH_SOURCE[0]%/*}" && agent=$PWD || exit 78
. "$agent/common.sh"
. "$agent/places.sh"

# Seconds that may be spent on counting, in all; what is not counted by then is told without a size.
most=25

main() {
  local words entry
  read_request
  load_step 0
  words=$(use_places) || refuse 64 "$words"
  use_places
  [[ ! -d $project/deployments || -r $project/deployments && -x $project/deployments ]] ||
    refuse 77 "The directory $project/deployments may not be read by this user."
  begin_answer
  tell_current
  answer disk_free_bytes "$(df -B1 --output=avail -- "$project" 2>/dev/null | tail -n 1)"
  while IFS= read -r -d '' entry; do
    tell_entry "$entry"
  done < <(find "$project/deployments" -mindepth 1 -maxdepth 1 -printf '%y%f\0' 2>/dev/null | sort -z -V)
}

answer() { printf '%s=%s\0' "$1" "$2"; }

# The number of the release that `current` leads to, or where else it leads.
tell_current() {
  local target
  target=$(readlink -- "$project/current") || return 0
  answer current "${target#deployments/}"
}

# tell_entry TYPE+NAME: `release=<number> <bytes>` or `other=<bytes> <name>`.
tell_entry() {
  local name=${1:1}
  if [[ $1 =~ ^d[1-9][0-9]{0,8}$ ]]; then
    answer release "$name $(room_of "$name")"
  else
    answer other "$(room_of "$name") $name"
  fi
}

# room_of NAME: bytes, or nothing where counting took too long or was not allowed.
room_of() {
  local left=$((most - SECONDS)) said
  ((left > 0)) || return 0
  said=$(timeout "$left" du -sxB1 -- "$project/deployments/$1" 2>/dev/null) && printf '%s' "${said%%$'\t'*}"
}

main
