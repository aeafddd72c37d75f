#!/usr/bin/env bash
# Takes away everything of Devpilot's own from this user's home. What was deployed stays,
# and so does what the units of apps run from.
cd -P -- "${BASH_SOURCE[0]%/*}" && agent=$PWD || exit 78
. "$agent/common.sh"
. "$agent/processes.sh"
. "$agent/steps.sh"

main() {
  read_request
  local claim
  begin_answer
  for claim in "$root"/runs/*/*/claim; do
    [[ -e $claim ]] || continue
    read_step "${claim%/claim}"
    [[ $state != running && $state != pending ]] || refuse 75 'a step still runs on this server'
  done
  cd / || return
  find "$root" -mindepth 1 -maxdepth 1 ! -name apps -exec rm -rf -- {} +
  find "$root/apps" -mindepth 2 -maxdepth 2 ! -name service -exec rm -rf -- {} + 2>/dev/null
  find "$root" -depth -type d -empty -delete
}

main
exit
