#!/usr/bin/env bash
# What a deployment will find on this server, NUL-framed.
cd -P -- "${BASH_SOURCE[0]%/*}" && agent=$PWD || exit 78
. "$agent/common.sh"
. "$agent/places.sh"
. "$agent/run-as.sh"
. "$agent/guard.sh"
. "$agent/services.sh"
. "$agent/fronts.sh"

patience=5 consulted=3

main() {
  local words record
  read_request
  load_step 0
  need_id APP
  [[ -z ${ask[PORT]-} ]] || need_number PORT
  app=${ask[APP]}
  words=$(use_places) || refuse 64 "$words"
  use_places
  load_user ''
  find_path
  PATH=$REPLY:/usr/local/sbin:/usr/sbin:/sbin
  export COREPACK_ENABLE_NETWORK=0 COMPOSER_ALLOW_SUPERUSER=1 NO_UPDATE_NOTIFIER=1
  begin_answer
  tell_disk
  tell_memory
  tell_releases
  [[ -z ${ask[PORT]-} ]] || tell_listener "${ask[PORT]}"
  for record in "${records[@]}"; do
    case $record in
      TOOL=*) tell_tool "${record#TOOL=}" ;;
      EXTENSION=*) tell_extension "${record#EXTENSION=}" ;;
      USER=*) tell_user "${record#USER=}" ;;
    esac
  done
  tell_running
}

answer() { printf '%s=%s\0' "$1" "$2"; }
yes_or_no() { if "$@"; then printf yes; else printf no; fi; }
brief() { timeout "$patience" "$@" </dev/null 2>/dev/null; }

# The disk that the project is on, or will be: of its nearest directory that is there.
tell_disk() {
  local at=$project size free inodes free_inodes
  while [[ $at && ! -d $at ]]; do at=${at%/*}; done
  at=${at:-/}
  read -r size free inodes free_inodes < <(df -B1 --output=size,avail,itotal,iavail -- "$at" | tail -n 1)
  answer nearest "$at"
  answer writable "$(yes_or_no may_write "$at")"
  answer disk_bytes "$size"
  answer disk_free_bytes "$free"
  # Some file systems have no fixed number of inodes, and say 0 or nothing.
  [[ ! $inodes =~ ^[1-9] ]] || answer free_inodes "$free_inodes"
}

may_write() { [[ -w $1 && -x $1 && (! -d $project/deployments || -w $project/deployments) ]]; }

tell_memory() {
  local line number
  while read -r line number _; do
    case $line in
      MemTotal:) answer memory_bytes "$((number * 1024))" ;;
      MemAvailable:) answer memory_free_bytes "$((number * 1024))" ;;
      SwapFree:) answer swap_free_bytes "$((number * 1024))" ;;
    esac
  done </proc/meminfo
}

# How much room the newest releases take: `<number> <bytes> <inodes>`; what takes long to count is left out.
tell_releases() {
  local number bytes inodes
  while IFS= read -r number; do
    bytes=$(brief du -sxB1 -- "$project/deployments/$number") && inodes=$(brief du -sx --inodes -- "$project/deployments/$number") || break
    answer release "$number ${bytes%%$'\t'*} ${inodes%%$'\t'*}"
  done < <(find "$project/deployments" -mindepth 1 -maxdepth 1 -type d -name '[1-9]*' -printf '%f\n' 2>/dev/null |
    grep -x '[0-9]*' | sort -rn | head -n "$consulted")
  [[ ! -d $root/apps/$app/mirror.git ]] || bytes=$(brief du -sxB1 -- "$root/apps/$app/mirror.git") && answer mirror_bytes "${bytes%%$'\t'*}"
}

# Who listens on a port: `<user> <command>`, as much of it as this user may see. The kernel's tables are in hexadecimal.
tell_listener() {
  local hex uid inode user='' command='' fd local_end state
  printf -v hex %04X "$1"
  while read -r _ local_end _ state _ _ _ uid _ inode _; do
    [[ $state == 0A && $local_end == *":$hex" ]] || continue
    user=$(getent passwd -- "$uid") user=${user%%:*}
    fd=$(brief find /proc/[0-9]*/fd -lname "socket:\[$inode\]" -print -quit)
    [[ -z $fd ]] || command=$(tr '\0' ' ' <"${fd%/fd/*}/cmdline")
    answer listener "${user:-$uid} ${command:0:200}"
    return
  done < <(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null)
}

# tell_tool NAME: `<name> <version>`; without a version where it does not tell one, and nothing where it is absent.
tell_tool() {
  local said
  is_program "$1" && type -P -- "$1" >/dev/null || return 0
  said=$(version_of "$1")
  # A version manager has a stub for whatever it ever installed, for whichever app that was.
  [[ $said || $(type -P -- "$1") != */mise/shims/* ]] || return 0
  [[ $said =~ [0-9]+(\.[0-9]+)+([-+][0-9A-Za-z.-]+)? ]] && said=${BASH_REMATCH[0]} || said=
  answer tool "$1 $said"
}

is_program() { [[ $1 =~ ^[a-z][a-z0-9._+-]{0,99}$ ]]; }

# A table of what is known; nothing else is ever started.
version_of() {
  case $1 in
    node | npm | pnpm | yarn | bun | composer | python3 | pip | pip3 | uv | poetry | ruby | bundle | git | curl) brief "$1" --version ;;
    php) brief php -n -r 'echo PHP_VERSION;' ;;
    go) brief go version ;;
    nginx) timeout "$patience" nginx -v </dev/null 2>&1 ;;
  esac
}

tell_extension() {
  [[ ${extensions-} ]] || extensions=$(brief php -m)
  ! grep -qixF -- "$1" <<<"$extensions" || answer extension "$1"
}

# tell_user NAME: `<name>`, and in words why nothing can be run as that user.
tell_user() {
  local words=
  is_user "$1" || return 0
  words=$(load_user "$1") || true
  answer user "$1 $words"
}

tell_running() {
  answer sudo "$(yes_or_no is_root)"
  answer manager "$(manager)"
  answer front "$(front)"
  [[ -z ${ask[GUARD_MEMORY_MB]-}${ask[GUARD_CPU_PERCENT]-} ]] || answer guard "$(can_guard && printf scope || printf limits)"
}

is_root() { ((EUID == 0)) || sudo -n true 2>/dev/null; }

# As find_manager finds it, but for the right to stay without a login: whether it would be given is asked, and not taken.
manager() {
  if [[ -d /run/systemd/system ]] && use_system; then
    printf system
  elif may_linger && XDG_RUNTIME_DIR=/run/user/$EUID brief systemctl --user show-environment >/dev/null; then
    printf user
  else
    printf none
  fi
}

may_linger() {
  [[ -e /var/lib/systemd/linger/$USER ]] || brief pkcheck --action-id org.freedesktop.login1.set-self-linger --process "$$"
}

front() {
  local program='' front='' front_files=() front_words=()
  use_service
  find_front
  case $front${front_files[*]} in
    yesfront.mjs) printf node ;;
    yes*) printf python3 ;;
    *) printf none ;;
  esac
}

# Tried for real, on a process that does nothing else: a limit may be taken and not be in force.
can_guard() (
  check_guard >/dev/null || exit
  run=preflight step=$BASHPID memory=$((${ask[GUARD_MEMORY_MB]:-0} * 1048576)) cpu=${ask[GUARD_CPU_PERCENT]:-0}
  join_scope
)

main
