# shellcheck shell=bash
# A user's script: data on its way here, a file only for `bash` to read, run as the user that was asked for.

run_hook() {
  . "$agent/run-as.sh"
  . "$agent/memory.sh"
  . "$agent/guard.sh"
  use_places || return
  load_user "${ask[RUN_AS]-}" || return
  check_guard || return
  make_project || return
  working_directory || return
  write_feed "$REPLY" || return 74
  pumped
}

# The directory: the app's in the release once its source is there, before that the project.
working_directory() {
  REPLY=$project
  [[ ${ask[IN]-} != project && $release && -d $release ]] || return 0
  find_work || return
  REPLY=$work
}

# write_feed DIRECTORY
write_feed() {
  local facts=(
    "DEVPILOT_RUN=$run" "DEVPILOT_STEP=$step" "DEVPILOT_APP=$app" "DEVPILOT_PROJECT=$project"
    "DEVPILOT_RELEASE=${ask[RELEASE]-}" "DEVPILOT_RELEASE_PATH=$release"
    "DEVPILOT_COMMIT=${ask[COMMIT]-}" "DEVPILOT_BRANCH=${ask[BRANCH]-}" "DEVPILOT_TAG=${ask[TAG]-}"
  )
  { feed "$1" "${env[@]}" "${facts[@]}" && printf '%s' "${ask[SCRIPT]-}"; } >"$dir/feed" ||
    { say 'The disk is full: the hook could not be written.'; return 1; }
}

# The output goes through a pipe: a script that opens /dev/stderr for writing would empty a plain file.
pumped() {
  local hook status pump peek kills
  trap : TERM HUP INT
  # What bash itself has to say of a killed child is not the hook's.
  exec 2>/dev/null
  # bash can wait only for the latest process substitution, and a first `pause` may make one.
  pause 0
  exec {pump}> >(pump_output)
  local pump_pid=$!
  printf '%s\n' "$mine $pump_pid" >"$dir/pid"
  [[ -z ${ask[RUN_AS]-} ]] || chmod 666 "/proc/self/fd/$pump"
  kernel_kills
  kills=$REPLY
  (
    trap - TERM HUP INT
    exec <"$dir/feed" >&"$pump" 2>&1 {pump}>&-
    [[ ! ${out-} ]] || exec {out}>&-
    if is_guarded; then guarded enter_user hook; else enter_user hook; fi
  ) &
  hook=$!
  await "$hook"
  status=$REPLY
  ((status == 0)) || tell_kills "$kills"
  exec {peek}<"/proc/self/fd/$pump" {pump}>&-
  rm -f -- "$dir/feed" &
  local cleaner=$!
  drain "$pump_pid" "$peek" || { ((status)) || status=74; }
  # A check of health runs its command again at once, and writes the file anew.
  wait "$cleaner"
  return "$status"
}

# tell_kills BEFORE: whether the kernel killed anything on this machine meanwhile, which may have been the hook's.
tell_kills() {
  kernel_kills
  ((REPLY > $1)) || return 0
  fact kernel_kills "$((REPLY - $1))"
  machine_memory
  fact memory_bytes "$REPLY"
}

# With a full disk the log is lost, but a hook half-way is not cut off.
pump_output() {
  trap '' TERM HUP INT
  cat
  local status=$?
  ((status == 0)) || cat >/dev/null
  exit "$status"
}

# Returns when all that the hook wrote is in the file; a stray process may keep the pipe open for ever.
drain() {
  while identify "$1"; do
    if ! read -r -t 0 -u "$2" && is_idle "$1"; then return 0; fi
    pause 0.002
  done
  wait "$1"
  local status=$?
  # bash before 4.4 can't wait for a process substitution.
  ((status != 127)) || status=0
  return "$status"
}

# The pump and its cat are both asleep: nothing is on its way.
is_idle() {
  local pid children line
  read -r children <"/proc/$1/task/$1/children" || children=
  for pid in $1 $children; do
    IFS= read -r -d '' line <"/proc/$pid/stat"
    line=${line##*) }
    [[ $line == S* ]] || return 1
  done 2>/dev/null
}
