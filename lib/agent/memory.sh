# shellcheck shell=bash
# What the kernel says of the machine's memory.

# machine_memory: REPLY = bytes.
machine_memory() {
  local name kilobytes
  REPLY=0
  while read -r name kilobytes _; do
    [[ $name != MemTotal: ]] || { REPLY=$((kilobytes * 1024)) && return; }
  done </proc/meminfo
}

# kernel_kills: REPLY = how many processes the kernel has killed for want of memory since it started; 0 where it does not tell.
kernel_kills() {
  local name count
  REPLY=0
  while read -r name count; do
    [[ $name != oom_kill ]] || { REPLY=$count && return; }
  done </proc/vmstat
} 2>/dev/null
