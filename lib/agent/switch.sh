# shellcheck shell=bash
# How a release that runs as a service becomes the one that is asked. The flip of the link does it where there is a front;
# what is done here makes sure of the front, or starts anew what has the app's own port.
. "$agent/run-as.sh"
. "$agent/services.sh"
. "$agent/units.sh"
. "$agent/ports.sh"
. "$agent/instances.sh"
. "$agent/fronts.sh"

# prepare_switch: the release was started, and answers still.
prepare_switch() {
  local said=''
  use_service
  find_manager || return
  load_release "${ask[RELEASE]}" || { say "The release ${ask[RELEASE]} was not started."; return 1; }
  [[ $mode != none ]] || return 0
  # What was started for a front needs one, also when its program is gone since.
  find_front
  [[ $mode != handover || $front ]] || mode=restart
  # Asked once more, after it was lost: what is restarted has been taken from its private port already.
  find_live
  [[ $mode != restart || $live != "${ask[RELEASE]}" ]] || return 0
  ready_seconds=10
  await_ready "$unit@${ask[RELEASE]}.service" || { say "The release ${ask[RELEASE]} does not answer any more. $said"; return 1; }
}

switch_service() {
  local gap=0
  place=$(readlink -- "$service/project")
  load_mode
  serve_from "$project" && "switch_by_$mode" || return
  fact switch "$mode"
  fact gap_ms "$gap"
}

# serve_from PROJECT: whose `current` tells the units what is live.
serve_from() {
  [[ ! $service/project -ef $1 ]] || return 0
  ln -s -f -n -- "$1" "$service/project.new" && mv -T -- "$service/project.new" "$service/project" ||
    { say "The link $service/project could not be written."; return 74; }
}

load_mode() {
  local chosen=$mode
  load_release "${ask[RELEASE]}"
  mode=$chosen
}

switch_by_none() { :; }

switch_by_handover() { use_front; }

# Nobody has the port while the old instance ends and the new one begins.
switch_by_restart() {
  local began said='' since
  # It was seen to answer on a private port already, and nothing is served meanwhile.
  ((ready_seconds < 30)) || ready_seconds=30
  printf -v since '%(%s)T' -1
  ctl disable --now --no-block -- "$unit@${ask[RELEASE]}.service" >/dev/null
  now_ms && began=$REPLY
  [[ ! -e $unit_directory/$unit.socket ]] || drop_front
  ctl enable -- "$unit@live.service" && ctl restart -- "$unit@live.service" && await_ready "$unit@live.service" "$port" || {
    say "The release ${ask[RELEASE]} does not answer on the port $port. $said Its last lines:"
    show_log "$unit@live.service" "$since"
    return 1
  }
  now_ms
  gap=$((REPLY - began))
}

# flip_back: the release before is the live one again, and is served as it was.
flip_back() {
  local gap said='' number=${previous##*/}
  if [[ $number == "${ask[RELEASE]}" ]]; then
    fact released yes
    return
  fi
  if [[ $number ]]; then
    # Where even that can't be written, the new one stays what is live, and the row has to say so.
    flip "$number" || { fact released yes; return 1; }
    fact released no
  else
    rm -f -- "$project/current"
    fact released no
    [[ ! $place ]] || serve_from "$place"
    find_live
    number=$live
  fi
  if ! load_release "$number"; then
    drop_front
    ctl disable --now -- "$unit@live.service" >/dev/null
    return
  fi
  say "The release $number is live again."
  "switch_by_$mode"
}
