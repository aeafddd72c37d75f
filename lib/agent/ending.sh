# shellcheck shell=bash
# Ending a step: everything it started is gone afterwards, or it is said that it is not.

# end_step DIR: leaves `state` final and `gone` = yes | no.
end_step() {
  local dir=$1 polls=0
  gone=yes
  read_step "$dir"
  while [[ $state == pending && polls -lt 400 ]]; do
    if never_begin "$dir"; then
      finish_step "$dir" 143 0 cancelled
    else
      pause 0.005
    fi
    ((++polls))
    read_step "$dir"
  done
  [[ $state == running || $state == killed ]] || return 0
  : >"$dir/cancelled"
  end_processes "$dir" "${grace:-5}"
  [[ $state != killed ]] || finish_step "$dir" 137 "$(stat -c %s -- "$dir/output")" cancelled
  await_finish "$dir"
}

# The supervisor writes how it ended; when it can't any more, this does.
await_finish() {
  local i
  for ((i = 0; i < 400; i++)); do
    read_step "$1"
    [[ $state == running ]] || break
    pause 0.005
  done
  [[ $state == ended ]] || finish_step "$1" 137 "$(stat -c %s -- "$1/output")" cancelled
  read_step "$1"
}

# end_processes DIR GRACE: TERM, then after the grace KILL. What only watches and writes the log is spared: it ends itself.
end_processes() {
  local dir=$1 polls=$(($2 * 20)) i
  run=${dir%/*} run=${run##*/} step=${dir##*/} sid=$supervisor spared="$supervisor $pump"
  [[ -z $pump ]] || spared+=" $worker"
  # A number that a later process carries is no session of ours.
  if identify "$supervisor" && [[ $REPLY != "$supervisor_ticks" ]]; then sid=; fi
  sweep_all TERM
  for ((i = 0; i < polls && REPLY; i++)); do
    pause 0.05
    sweep_all 0
  done
  for ((i = 0; i < 100 && REPLY; i++)); do
    sweep_all KILL
    ((REPLY == 0)) || pause 0.05
  done
  ((REPLY == 0)) || gone=no
}

# Another user's processes are found and ended as that user.
sweep_all() {
  local others=0
  if [[ $run_as != - && $EUID -ne 0 ]]; then
    . "$agent/run-as.sh"
    others=$(sweep_as "$1")
    is_number "$others" || others=0
  fi
  sweep "$1"
  ((REPLY += others)) || true
}

sweep_as() {
  load_user "$run_as" >/dev/null || return
  {
    feed / "run=$run" "step=$step" "sid=$sid" "spared=$spared" "signal=$1"
    printf '%s\nsweep "$signal"; printf %%s "$REPLY"\n' "$(<"$agent/processes.sh")"
  } | (enter_user sweep) 2>/dev/null
}
