#!/usr/bin/env bash
# Ends one step, or with no STEP all that a run has left, and confirms that nothing of it is running.
cd -P -- "${BASH_SOURCE[0]%/*}" && agent=$PWD || exit 78
. "$agent/common.sh"
. "$agent/processes.sh"
. "$agent/fences.sh"
. "$agent/steps.sh"
. "$agent/ending.sh"

main() {
  read_request
  list_steps
  load_step 1
  need_id APP
  need_id RUN
  need_number FENCE
  home=$root/runs/${ask[RUN]}
  mkdir -p -- "$root/apps/${ask[APP]}"
  raise_fence "${ask[APP]}" "${ask[FENCE]}" || { tell fence "$REPLY"; exit 75; }
  begin_answer
  if ((${#steps[@]})); then cancel_steps; else cancel_run; fi
}

cancel_steps() {
  local step all=yes
  for step in "${steps[@]}"; do
    end_step "$home/$step"
    [[ $state != unknown ]] || forbid_step "$home/$step"
    tell_step "$home/$step" "$step"
    [[ $gone == yes ]] || all=no
  done
  tell gone "$all"
}

# A step that was never started can't be any more: its request may still be on the way.
forbid_step() {
  mkdir -p -- "$1"
  ask[KIND]=none
  claim_step "$1"
  case $? in
    0) never_begin "$1" 143 cancelled ;;
    2) refuse 74 'disk full: the cancellation could not be written' ;;
  esac
  end_step "$1"
}

# The flag keeps a batch from going on, and the run from starting anything more.
cancel_run() {
  local claim
  [[ -d $home ]] || mkdir -p -- "$home"
  : >"$home/cancelled" || refuse 74 'disk full: the cancellation could not be written'
  for claim in "$home"/*/claim; do
    [[ -e $claim && $claim != *.lost.* ]] || continue
    claim=${claim%/claim}
    read_step "$claim"
    [[ $state == ended ]] || steps+=("${claim##*/}")
  done
  cancel_steps
}

main
