#!/usr/bin/env bash
# Starts the steps of a request detached from this connection, each at most once, and follows them.
cd -P -- "${BASH_SOURCE[0]%/*}" && agent=$PWD || exit 78
. "$agent/common.sh"
. "$agent/processes.sh"
. "$agent/fences.sh"
. "$agent/steps.sh"
. "$agent/following.sh"

main() {
  read_request
  list_steps
  ((${#steps[@]})) || refuse 64 'STEP is missing'
  check_steps
  load_step 1
  app=${ask[APP]} run=${ask[RUN]} home=$root/runs/${ask[RUN]} batch=
  first=$home/${steps[0]}
  make_directories
  raise_fence "$app" "${ask[FENCE]}" || { tell fence "$REPLY"; exit 75; }
  [[ ! -e $home/cancelled ]] || refuse 75 'this run was cancelled'
  [[ -z $raised ]] || end_older_steps
  ((${ask[AGAIN]:-0})) && set_lost_step_aside
  keep_payload
  claim_step "$first"
  case $? in
    0) launch ;;
    1) claimed=no && tell claimed no ;;
    *) give_up 'disk full' ;;
  esac
  follow_all
}

check_steps() {
  local i record
  for ((i = 1; i <= ${#steps[@]}; i++)); do
    load_step "$i"
    for record in "${env[@]}"; do
      [[ $record == *=* ]] && is_variable "${record%%=*}" || refuse 64 'ENV has a name that no variable can have'
    done
    need_id APP
    need_id RUN
    need_number FENCE
    [[ ${ask[KIND]-} =~ ^[a-z_]+$ && -f $agent/kinds/${ask[KIND]}.sh ]] || refuse 64 'KIND is unknown'
    [[ -z ${ask[RUN_AS]-} ]] || is_user "${ask[RUN_AS]}" || refuse 64 'RUN_AS is not a user name'
    [[ ${ask[TIMEOUT]-1} =~ ^[1-9][0-9]{0,6}$ ]] || refuse 64 'TIMEOUT is not a number of seconds'
    [[ ${ask[GRACE]-5} =~ ^[0-9]{1,3}$ ]] || refuse 64 'GRACE is not a number of seconds'
    ((${#steps[@]} == 1)) || [[ ${ask[KIND]} != hook ]] || refuse 64 'a hook is a request of its own'
  done
}

make_directories() {
  local directories=("$root/apps/$app")
  [[ -d ${directories[0]} ]] && directories=()
  mkdir -p -- "${directories[@]}" "${steps[@]/#/$home/}" 2>/dev/null || refuse 74 "disk full, or $root is not writable"
}

# What a payload carries is complete, or the step does not start.
keep_payload() {
  is_number "${ask[PAYLOAD]-}" || return 0
  [[ ! -e $first/claim ]] || return 0
  local file=$first/payload.$BASHPID
  if ! cat >"$file" || [[ $(stat -c %s -- "$file") != "${ask[PAYLOAD]}" ]] || ! mv -T -- "$file" "$first/payload"; then
    rm -f -- "$file"
    refuse 74 'the payload did not arrive whole: disk full, or the connection was cut'
  fi
}

end_older_steps() {
  . "$agent/ending.sh"
  local claim starter ticks boot older_app older_fence
  for claim in "$root"/runs/*/*/claim; do
    { read -r starter ticks boot older_app older_fence _ <"$claim"; } 2>/dev/null || continue
    [[ $older_app == "$app" && ${claim%/*/claim} != "$home" ]] || continue
    is_number "$older_fence" && ((older_fence < ask[FENCE])) || continue
    end_step "${claim%/claim}"
  done
}

# AGAIN=1: a step of Devpilot's own that was lost may be claimed once more. A hook never is.
set_lost_step_aside() {
  [[ ${ask[KIND]} =~ ^(fetch|setup|start|release|rollback|retire|prune|health)$ ]] || refuse 64 'AGAIN is not for this kind'
  lock_app "$app" || refuse 74 'the lock of the app could not be taken'
  read_step "$first"
  if [[ $state =~ ^(rebooted|killed|vanished)$ || $state == ended && $code == 75 ]]; then
    mv -T -- "$first" "$first.lost.$BASHPID" && mkdir -- "$first" || refuse 74 'the lost step could not be set aside'
  fi
  unlock_app
}

# The supervisor starts with an empty environment and no arguments: all it knows is in the request.
launch() {
  local name
  : "${USER:=$(id -un)}" "${HOME:=$root}" "${SHELL:=$BASH}"
  {
    for name in PATH HOME USER SHELL; do printf '%s=%s\0' "$name" "${!name-}"; done
    for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
      [[ -z ${!name-} ]] || printf 'PROXY=%s=%s\0' "$name" "${!name}"
    done
    printf '%s\0' "${records[@]}" ''
  } >"$first/spec" 2>/dev/null || { give_up 'disk full'; return; }
  (exec -c setsid "$BASH" "$agent/supervise.sh" <"$first/spec" >/dev/null 2>&1) &
  batch=$!
  tell claimed yes
}

# With no room even for its files, a step ends as vanished, and the reason is told here.
give_up() {
  [[ ! -e $first/spec ]] || : >"$first/spec"
  never_begin "$first" 74 "$1"
  read_step "$first"
  [[ $state == ended ]] || refuse 74 "$1"
}

follow_all() {
  local step interval=0.005
  ((${ask[TIMEOUT]:-0} > 120)) && interval=0.01
  for step in "${steps[@]}"; do
    begin_answer
    follow_step "$home/$step" 0 "$interval"
    [[ $state != unknown ]] || { tell skipped "$step"; continue; }
    tell_step "$home/$step" "$step"
  done
  [[ ${claimed-} != no ]] || exit 73
}

main
