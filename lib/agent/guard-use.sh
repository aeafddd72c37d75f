# shellcheck shell=bash
# What a guarded build used of its memory, and whether that killed it.

# Twice a second: the most that the session had in memory at a time, without what was there before the build.
watch_peak() {
  local page base peak=0 session
  trap - TERM HUP INT
  page=$(getconf PAGESIZE) || page=4096
  read_stat "/proc/$BASHPID/stat"
  session=$sid
  resident_pages
  base=$REPLY
  while :; do
    resident_pages
    ((REPLY - base <= peak)) || { peak=$((REPLY - base)) && printf '%s\n' "$((peak * page))" >"$dir/peak"; }
    pause 0.5
  done
}

# resident_pages: REPLY = of all processes in `session`.
resident_pages() {
  local stat sum=0
  for stat in /proc/[0-9]*/stat; do
    read_stat "$stat"
    [[ $sid != "$session" ]] || ((sum += resident))
  done
  REPLY=$sum
}

# read_stat FILE: sid and resident (pages) of a process.
read_stat() {
  local line=''
  IFS= read -r -d '' line <"$1"
  line=${line##*) }
  # shellcheck disable=SC2086
  set -- $line
  sid=${4-} resident=${22-0}
}

# tell_use STATUS: facts, and a sentence of a build that was killed for memory.
tell_use() {
  local peak='' machine
  if [[ $guard == scope ]]; then read_group; else { read -r peak <"$dir/peak" && rm -f -- "$dir/peak"; } 2>/dev/null; fi
  machine_memory
  machine=$REPLY
  fact guard "$guard"
  fact memory_bytes "$machine"
  ((memory == 0)) || fact limit_bytes "$memory"
  [[ ! $peak ]] || fact peak_bytes "$peak"
  ((kills)) || return 0
  fact guard_kills "$kills"
  (($1 == 0)) || say "[killed for memory: the limit of this step is $((memory >> 20)) MB, it used up to $((${peak:-$memory} >> 20)) MB; this machine has $((machine >> 20)) MB]"
}

# read_group: what the kernel says of the scope: peak, and how many of its processes it killed.
read_group() {
  local name value events=$group/memory.events
  [[ $group ]] || return 0
  if ((hierarchy == 1)); then
    read -r peak <"$group/memory.max_usage_in_bytes"
    events=$group/memory.oom_control
  else
    read -r peak <"$group/memory.peak"
  fi
  while read -r name value; do
    [[ $name != oom_kill ]] || kills=$value
  done <"$events"
} 2>/dev/null
