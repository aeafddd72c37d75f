# shellcheck shell=bash
# Sending a step's output as it grows, until the step has ended, and not a moment longer.

# follow_step DIR OFFSET INTERVAL: leaves `state` at a final one, or at unknown when the step will not come.
follow_step() {
  local dir=$1 from=$(($2 + 1))
  await_step "$dir"
  await_byte "$dir" "$2"
  if [[ $state == running ]]; then
    # Watching by inotify would be no quicker, and the kernel takes 20 ms to end it.
    tail -c "+$from" -f ---disable-inotify -s "$3" --pid="$worker" -- "$dir/output" 2>/dev/null
    await_end "$dir"
  elif [[ -s $dir/output ]]; then
    tail -c "+$from" -- "$dir/output" 2>/dev/null
  fi
}

# The claim of a later step of a batch is made by the supervisor, while it lives. A step that is over in a few milliseconds is
# waited for, which is quicker than to watch it.
await_step() {
  local alive polls=0
  while :; do
    alive=
    [[ -z ${batch-} ]] || ! identify "$batch" || alive=yes
    read_step "$1"
    ((++polls < 2000)) || [[ -z $torn ]] || read_torn_step "$1"
    case $state in
      unknown) [[ $alive ]] || return ;;
      pending) ;;
      running) [[ -z $worker ]] || ((polls < 12)) || return ;;
      *) return ;;
    esac
    pause 0.001
  done
}

# tail takes a file that is shorter than where it shall begin for one that was emptied.
await_byte() {
  while (($2 > 0)) && [[ $state == running ]] && (($(stat -c %s -- "$1/output") < $2)); do
    pause 0.01
    read_step "$1"
  done
}

await_end() {
  read_step "$1"
  while [[ $state == running ]]; do
    pause 0.001
    read_step "$1"
  done
}
