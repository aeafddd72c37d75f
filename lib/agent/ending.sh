# shellcheck shell=bash
# Ending a step: everything it started is gone afterwards, or it is said that it is not.

# end_step DIR: leaves `state` final and `gone` = yes | no.
end_step() {
  local dir=$1 polls=0
  gone=yes
  read_step "$dir"
  while [[ $state == pending && polls -lt 400 ]]; do
    never_begin "$dir" 143 cancelled || pause 0.005
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
  local dir=$1 deadline=$((SECONDS + $2)) spared="$supervisor $pump" sid=$supervisor
  local -A told=()
  local others_told=''
  run=${dir%/*} run=${run##*/} step=${dir##*/}
  [[ -z $pump ]] || spared+=" $worker"
  # A number that a later process carries is no session of ours.
  if identify "$supervisor" && [[ $REPLY != "$supervisor_ticks" ]]; then sid=; fi
  sweep_until_gone TERM "$deadline" || sweep_until_gone KILL "$((SECONDS + 5))" || gone=no
}

# A process that is being born, or is between two programs, shows itself a moment later.
sweep_until_gone() {
  local quiet=0
  while ((SECONDS <= $2)); do
    sweep_all "$1"
    if ((REPLY == 0)); then
      ((++quiet < 3)) || return 0
      pause 0.02
    else
      quiet=0
      pause 0.05
    fi
  done
  return 1
}

# Another user's processes are found and ended as that user.
sweep_all() {
  local others=0
  if [[ $run_as != - && $EUID -ne 0 ]]; then
    . "$agent/run-as.sh"
    # Each of these is a process of its own that does not know whom it told before.
    if [[ $1 == TERM && ${others_told-} ]]; then others=$(sweep_as 0); else others=$(sweep_as "$1"); fi
    is_number "$others" || others=0
    others_told=yes
  fi
  sweep "$1"
  ((REPLY += others)) || true
}

sweep_as() {
  load_user "$run_as" >/dev/null || return
  {
    feed / "run=$run" "step=$step" "sid=$sid" "spared=$spared" "signal=$1"
    # shellcheck disable=SC2016
    printf '%s\ndeclare -A told=(); sweep "$signal"; printf %%s "$REPLY"\n' "$(<"$agent/processes.sh")"
  } | (enter_user sweep) 2>/dev/null
}
