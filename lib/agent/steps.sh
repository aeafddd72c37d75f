# shellcheck shell=bash
# What a step's directory says. Files: claim (who may start it), begun (who runs it), pid, output, facts, exit.

# claim_step DIR: of many callers exactly one succeeds; 1 = somebody else has, 2 = the disk is full. `exit` gets its room on
# the disk now, so that it can be written when the disk is full.
claim_step() {
  identify "$BASHPID"
  local self="$BASHPID $REPLY"
  this_boot
  take "$1/claim" "$self $REPLY ${ask[APP]} ${ask[FENCE]} ${ask[KIND]} ${ask[RUN_AS]:--} ${ask[GRACE]:-5}" || return
  { printf '%-63s\n' '' >"$1/exit" && : >"$1/output"; } 2>/dev/null || return 2
}

# begin_step DIR: taken once, by the supervisor that runs the step or by somebody who makes sure that none ever will.
begin_step() {
  identify "$BASHPID"
  take "$1/begun" "$BASHPID $REPLY"
}

# never_begin DIR [CODE REASON]: it is lost, or with a code it has ended before it began.
never_begin() { take "$1/begun" "never${2:+ ${*:2}}"; }

# finish_step DIR CODE SIZE [WORD]: in place, so that it needs no room.
finish_step() { printf '%-63s\n' "$2 $3 ${4-}" 1<>"$1/exit"; }

# read_step DIR: state = unknown | pending | running | ended | rebooted | killed | vanished, and what is known of it.
# `torn` = a file of it is being written this instant, or its writer died just then.
read_step() {
  local dir=$1 starter='' ticks='' boot=''
  code='' size='' word='' worker='' pump='' supervisor='' supervisor_ticks='' torn='' state=unknown
  [[ -e $dir/claim ]] || return 0
  read_exit "$dir" && return
  { read -r supervisor supervisor_ticks word <"$dir/begun"; } 2>/dev/null || [[ ! -e $dir/begun ]] || torn=begun
  read -r starter ticks boot app fence kind run_as grace <"$dir/claim" 2>/dev/null || torn=claim
  this_boot
  state=pending
  if [[ $boot && $boot != "$REPLY" ]]; then
    state=rebooted
  elif [[ $supervisor == never ]]; then
    state=vanished
    [[ -z $supervisor_ticks ]] || state=ended code=$supervisor_ticks size=0
  elif [[ $supervisor ]]; then
    { read -r worker _ pump <"$dir/pid"; } 2>/dev/null
    state=running
    is_alive "$supervisor" "$supervisor_ticks" || read_exit "$dir" || state=killed
  elif [[ ! $torn ]] && ! is_alive "$starter" "$ticks"; then
    never_begin "$dir" && state=vanished
  fi
}

# A writer that died while it wrote left a file that stays empty.
read_torn_step() {
  local dir=$1
  if never_begin "$dir"; then state=vanished; else state=killed; fi
}

read_exit() {
  local ended length why
  { read -r ended length why <"$1/exit"; } 2>/dev/null && [[ $ended && $length ]] || return
  state=ended code=$ended size=$length word=$why
}

# tell_step DIR STEP: how it ended, in control records.
tell_step() {
  local bytes
  tell step "$2"
  if [[ $state == ended ]]; then tell exit "$code"; else tell lost "$state"; fi
  bytes=$size
  [[ $bytes ]] || bytes=$(stat -c %s -- "$1/output" 2>/dev/null) || bytes=0
  tell size "$bytes"
  [[ -z $word ]] || tell reason "$word"
  [[ ! -s $1/facts ]] || tell_facts "$1/facts"
}

tell_facts() {
  local fact
  while IFS= read -r -d '' fact; do
    if [[ $fact == *[[:cntrl:]]* ]]; then tell fact64 "$(printf '%s' "$fact" | base64 -w0)"; else tell fact "$fact"; fi
  done <"$1"
}
