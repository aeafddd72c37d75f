#!/usr/bin/env bash
# Ends the service of an app for good, and removes its units. What was deployed stays.
cd -P -- "${BASH_SOURCE[0]%/*}" && agent=$PWD || exit 78
. "$agent/common.sh"
. "$agent/processes.sh"
. "$agent/fences.sh"
. "$agent/steps.sh"
. "$agent/places.sh"
. "$agent/services.sh"

main() {
  read_request
  load_step 0
  need_id APP
  local app=${ask[APP]} words
  : "${USER:=$(id -un)}"
  begin_answer
  refuse_while_running
  use_service
  [[ -d $service ]] || exit 0
  words=$(find_manager) || refuse 69 "$words"
  find_manager
  lock_app "$app" || refuse 75 'another process holds the lock of the app'
  remove_service
}

refuse_while_running() {
  local claim wanted=$app app
  for claim in "$root"/runs/*/*/claim; do
    [[ -e $claim ]] || continue
    app=
    read_step "${claim%/claim}"
    [[ $app != "$wanted" || ($state != running && $state != pending) ]] || refuse 75 'a step of the app still runs on this server'
  done
}

main
