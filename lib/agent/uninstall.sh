#!/usr/bin/env bash
# Takes away everything of Devpilot's own from this user's home. What was deployed stays.
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
  cd / && rm -rf -- "$root"
}

main
exit
