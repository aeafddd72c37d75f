#!/usr/bin/env bash
# Runs the steps of a request one after the other, apart from any connection. Its request is on stdin, in a file.
cd -P -- "${BASH_SOURCE[0]%/*}" && agent=$PWD || exit 78
. "$agent/common.sh"
. "$agent/processes.sh"
. "$agent/fences.sh"
. "$agent/steps.sh"
. "$agent/places.sh"

main() {
  read_records 0 || exit 64
  list_steps
  load_step 0
  app=${ask[APP]} run=${ask[RUN]}
  home=$root/runs/$run
  : >"$home/${steps[0]}/spec"
  exec </dev/null
  export PATH=${ask[PATH]} HOME=${ask[HOME]} USER=${ask[USER]} SHELL=${ask[SHELL]} DEVPILOT_RUN=$run
  cd -- "$root" || exit
  trap : TERM HUP INT
  local i
  for ((i = 1; i <= ${#steps[@]}; i++)); do
    run_step "$i" || break
  done
  # A power cut must not take the live release back; nobody waits for this.
  [[ ! ${flush-} ]] || sync -f -- "$flush"
}

# run_step N: succeeds when the next step may follow.
run_step() {
  load_step "$1"
  step=${steps[$1 - 1]} dir=$home/${steps[$1 - 1]} code='' word=''
  export DEVPILOT_STEP=$step
  (($1 == 1)) || claim_step "$dir" || return
  begin_step "$dir" || return
  exec {out}>>"$dir/output"
  if may_run; then work_with_timeout; fi
  judge
  finish_step "$dir" "$code" "$REPLY" "$word"
  exec {out}>&-
  [[ ! ${ask[KIND]} =~ ^(release|rollback)$ ]] || flush=${ask[PROJECT]}
  ((code == 0))
}

may_run() {
  stored_fence "$app"
  if ((ask[FENCE] < REPLY)); then
    code=75 word=fenced
  elif [[ -e $home/cancelled || -e $dir/cancelled ]]; then
    code=143 word=cancelled
  else
    return 0
  fi
  return 1
}

work_with_timeout() {
  local worker timer=
  work >&"$out" 2>&1 &
  worker=$!
  if [[ ${ask[TIMEOUT]-} ]]; then
    watch_time &
    timer=$!
  fi
  await "$worker"
  code=$REPLY
  [[ $timer ]] || return 0
  [[ ! -e $dir/timeout ]] || await "$timer"
  kill "$timer" 2>/dev/null
}

# The step itself, in a process of its own.
work() {
  identify "$BASHPID"
  mine="$BASHPID $REPLY"
  printf '%s\n' "$mine" >"$dir/pid"
  trap - TERM HUP INT
  . "$agent/kinds/${ask[KIND]}.sh"
  "run_${ask[KIND]}"
}

watch_time() {
  trap - TERM HUP INT
  exec {out}>&-
  pause "${ask[TIMEOUT]}"
  . "$agent/ending.sh"
  read_step "$dir"
  [[ $state == running || $state == killed ]] || return
  : >"$dir/timeout"
  end_processes "$dir" "${ask[GRACE]:-5}"
}

# await PID: REPLY = its exit code, also when signals arrive meanwhile.
await() {
  local status
  while :; do
    wait "$1"
    status=$?
    ((status > 128)) && identify "$1" || break
  done
  REPLY=$status
}

# judge: the exit code as it is told, why, and REPLY = how many bytes the output has.
judge() {
  if [[ -e $dir/timeout ]]; then
    code=124 word=timeout
  elif [[ -e $dir/cancelled ]]; then
    [[ ${ask[KIND]} != hook && $code == 0 ]] || word=cancelled
    ((code == 137)) || [[ -z $word ]] || code=143
  elif ((code == 75)); then
    word=${word:-fenced}
  elif ((code)) && [[ -z $word ]] && disk_is_full; then
    word='disk full'
  fi
  output_size
}

disk_is_full() {
  tail -c 65536 -- "$dir/output" | grep -qF 'No space left on device' || has_no_room "$root" ${ask[PROJECT]:+"${ask[PROJECT]}"}
}

# Whoever writes the output shares one file offset, so no process is needed to ask for its size.
output_size() {
  local key
  REPLY=
  read -r key REPLY <"/proc/self/fdinfo/$out"
  [[ $key == pos: && $REPLY ]] || REPLY=$(stat -c %s -- "$dir/output")
}

main
