# shellcheck shell=bash
# Which processes belong to a step, and how they are ended. Also sent as it is to run as another user.

# identify PID: REPLY = start time in ticks, which tells a process from a later one with its number; fails when it is gone.
identify() {
  local line
  REPLY=
  { IFS= read -r -d '' line <"/proc/$1/stat"; } 2>/dev/null
  [[ ${line-} ]] || return 1
  line=${line##*) }
  # shellcheck disable=SC2086
  set -- $line
  [[ $1 != Z && $1 != X ]] || return 1
  REPLY=${20}
}

is_alive() { [[ ${1-} && ${2-} ]] && identify "$1" && [[ $REPLY == "$2" ]]; }

# this_boot: REPLY = the boot, and the start of process 1 so that a restarted container counts as one too.
this_boot() {
  local boot
  read -r boot </proc/sys/kernel/random/boot_id
  identify 1 || true
  REPLY=$boot:$REPLY
}

# find_members: fills `members`: the session `sid`, all descendants, and whatever carries the marks of `run` and `step`,
# without `spared` and without the caller's own ancestors.
find_members() {
  local -A parent=() found=()
  local stat line pid changed=1 self=$BASHPID
  for stat in /proc/[0-9]*/stat; do
    line=
    { IFS= read -r -d '' line <"$stat"; } 2>/dev/null
    [[ $line ]] || continue
    pid=${line%% *} line=${line##*) }
    # shellcheck disable=SC2086
    set -- $line
    [[ $1 == Z ]] && continue
    parent[$pid]=$2
    [[ $sid && $4 == "$sid" ]] && found[$pid]=1
  done
  find_marked
  while ((changed)); do
    changed=0
    for pid in "${!parent[@]}"; do
      [[ ${found[$pid]-} || -z ${found[${parent[$pid]}]-} ]] || found[$pid]=1 changed=1
    done
  done
  while [[ $self ]] && ((self > 1)); do
    unset "found[$self]"
    self=${parent[$self]-}
  done
  for pid in $spared; do unset "found[$pid]"; done
  members=("${!found[@]}")
}

find_marked() {
  local file files
  files=$(grep -lzsxF -- "DEVPILOT_RUN=$run" /proc/[0-9]*/environ)
  # shellcheck disable=SC2086
  [[ -z $files || -z $step ]] || files=$(grep -lzsxF -- "DEVPILOT_STEP=$step" $files)
  for file in $files; do
    file=${file#/proc/}
    [[ ${parent[${file%/environ}]-} ]] && found[${file%/environ}]=1
  done
}

# sweep SIGNAL: sends it to every member, once; REPLY = how many there were.
sweep() {
  local pid
  find_members
  for pid in "${members[@]}"; do
    [[ ${told[$pid]-} == "$1" ]] || kill "-$1" "$pid" 2>/dev/null
    # shellcheck disable=SC2004
    told[$pid]=$1
  done
  REPLY=${#members[@]}
}
