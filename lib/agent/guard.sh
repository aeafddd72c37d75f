# shellcheck shell=bash
# A limit on the memory and the processor of a build: a scope of systemd where the limit is really in force, else ulimit
# and nice. What already runs joins the scope, so nothing of a build ever runs as root for it.

check_guard() {
  [[ ${ask[GUARD_MEMORY_MB]:-1} =~ ^[1-9][0-9]{0,7}$ && ${ask[GUARD_CPU_PERCENT]:-1} =~ ^[1-9][0-9]{0,5}$ ]] ||
    { say 'The limits of the build are not numbers.'; return 64; }
}

is_guarded() { [[ ${ask[GUARD_MEMORY_MB]-}${ask[GUARD_CPU_PERCENT]-} ]]; }

# guarded COMMAND…: runs it under the limits, and notes what it used. Replaces this process, and outlives what it watches.
guarded() {
  memory=$((${ask[GUARD_MEMORY_MB]:-0} * 1048576)) cpu=${ask[GUARD_CPU_PERCENT]:-0} group='' guard=limits
  local watcher='' kills=0 status
  . "$agent/guard-use.sh"
  if join_scope; then guard=scope; fi
  trap : TERM HUP INT
  [[ $guard == scope ]] || { watch_peak >/dev/null 2>&1 & watcher=$!; }
  (
    trap - TERM HUP INT
    [[ $guard == scope ]] || limit_self
    "$@"
  ) <&0 &
  await "$!"
  status=$REPLY
  [[ ! $watcher ]] || { kill -KILL "$watcher" && wait "$watcher"; } 2>/dev/null
  tell_use "$status"
  # When the kernel has killed a part of a scope, systemd ends the rest of it.
  ((kills == 0 || status != 143)) || status=137
  exit "$status"
}

# By the system's manager as root or with sudo. The user's own only where it stays without a login: a build outlives ours.
join_scope() {
  [[ -d /run/systemd/system ]] && command -v busctl timeout >/dev/null || return
  if ((EUID == 0)); then
    enter_scope busctl --system
  elif sudo -n true 2>/dev/null; then
    enter_scope sudo -n busctl --system
  elif [[ -e /var/lib/systemd/linger/$USER ]]; then
    XDG_RUNTIME_DIR=/run/user/$EUID enter_scope busctl --user
  else
    return 1
  fi
}

# enter_scope BUSCTL…: fails when a limit that was asked for is not in force afterwards.
enter_scope() {
  local unit=devpilot-$run-$step.scope properties=(PIDs au 1 "$BASHPID" CollectMode s inactive-or-failed) count=2
  ((memory == 0)) || { properties+=(MemoryMax t "$memory" MemorySwapMax t 0); ((count += 2)); }
  ((cpu == 0)) || { properties+=(CPUQuotaPerSecUSec t "$((cpu * 10000))"); ((++count)); }
  timeout 10 "$@" --quiet call org.freedesktop.systemd1 /org/freedesktop/systemd1 org.freedesktop.systemd1.Manager \
    StartTransientUnit 'ssa(sv)a(sa(sv))' "$unit" fail "$count" "${properties[@]}" 0 >/dev/null 2>&1 || return
  await_scope "$unit" && has_memory_limit && has_cpu_limit
}

await_scope() {
  local i
  for ((i = 0; i < 200; i++)); do
    [[ $(</proc/self/cgroup) != *"/$1"* ]] || return 0
    pause 0.01
  done
  return 1
}

# find_group CONTROLLER: REPLY = the directory of this process in that hierarchy; hierarchy = 1 or 2.
find_group() {
  local controllers path
  while IFS=: read -r _ controllers path; do
    case ,$controllers, in
      *",$1,"*) REPLY=/sys/fs/cgroup/$controllers$path hierarchy=1 ;;
      ,,) REPLY=/sys/fs/cgroup$path hierarchy=2 ;;
      *) continue ;;
    esac
    [[ ! -d $REPLY ]] || return 0
  done </proc/self/cgroup
  return 1
}

# Some kernels take a limit and ignore it: it must read back as it was set, and the group must count what is used.
has_memory_limit() {
  ((memory)) || return 0
  local set='' before=0 after=0 used touched
  find_group memory || return
  group=$REPLY used=memory.current
  if ((hierarchy == 1)); then used=memory.usage_in_bytes; fi
  if ((hierarchy == 1)); then read -r set <"$group/memory.limit_in_bytes"; else read -r set <"$group/memory.max"; fi
  read -r before <"$group/$used"
  printf -v touched '%1048576s' ''
  read -r after <"$group/$used"
  [[ $set == "$memory" ]] && ((after - before >= 524288))
} 2>/dev/null

has_cpu_limit() {
  ((cpu)) || return 0
  local set=''
  find_group cpu || return
  if ((hierarchy == 1)); then read -r set <"$REPLY/cpu.cfs_quota_us"; else read -r set <"$REPLY/cpu.max"; fi
  [[ ${set%% *} =~ ^[1-9][0-9]*$ ]]
} 2>/dev/null

# Of one process only: what a scope holds for all of them together, a ulimit holds for each.
limit_self() {
  ((memory == 0)) || ulimit -d "$((memory / 1024))"
  ((cpu == 0)) || renice -n 10 -p "$BASHPID"
} >/dev/null 2>&1
