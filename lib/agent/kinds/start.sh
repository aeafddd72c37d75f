# shellcheck shell=bash
# Starts a release beside the live one, on a private port, and waits until it answers. Nothing is switched.

run_start() {
  . "$agent/run-as.sh"
  . "$agent/services.sh"
  . "$agent/units.sh"
  . "$agent/ports.sh"
  . "$agent/instances.sh"
  . "$agent/fronts.sh"
  use_places && find_work && use_service && check_service && find_manager && find_front || return
  find_live
  keep_release && put_all || return
  fact manager "$manager"
  load_release "${ask[RELEASE]}"
  fact mode "$mode"
  stop_strays || return
  [[ $mode != none ]] || return 0
  is_port_ours || { say "The port $port is in use on this server by something that is not this app."; return 1; }
  begin_instance
}

check_service() {
  local one
  processes=()
  [[ ! ${ask[COMMAND]-} ]] || { is_number "${ask[PORT]-}" && ((ask[PORT] > 0 && ask[PORT] < 65536)); } || { say 'PORT is not a port.'; return 64; }
  [[ ${ask[LISTEN]:=loopback} =~ ^(loopback|public)$ ]] || { say 'LISTEN is neither loopback nor public.'; return 64; }
  [[ ${ask[READY_PATH]-} =~ ^(/[^[:cntrl:][:space:]]*)?$ ]] || { say 'READY_PATH is not a path.'; return 64; }
  [[ ${ask[READY_SECONDS]:=60} =~ ^[1-9][0-9]{0,3}$ ]] || { say 'READY_SECONDS is not a number of seconds.'; return 64; }
  for one in "${records[@]}"; do
    [[ $one != PROCESS=* ]] || processes+=("${one#PROCESS=}")
  done
  for one in "${processes[@]}"; do
    [[ $one =~ ^[a-z][a-z0-9-]{0,29}=([1-9]|[12][0-9]|3[0-2])=. ]] || { say 'A process has no name, count and command.'; return 64; }
  done
}

# keep_release: all that its units will read. Each file is replaced whole, for it may be live.
keep_release() {
  local at=$service/releases/${ask[RELEASE]} one rest how=none
  [[ ! ${ask[COMMAND]-} ]] || how=$([[ $front ]] && echo handover || echo restart)
  mkdir -p -- "$at/processes" ||
    { say "The directory $service could not be written."; return 74; }
  keep_environment "$at" && put_file "$at/command" "${ask[COMMAND]-}"$'\n' || return
  rm -f -- "$at/processes"/*
  for one in "${processes[@]}"; do
    rest=${one#*=}
    put_file "$at/processes/${one%%=*}" "${rest#*=}"$'\n' || return
  done
  put_file "$at/counts" "$(for one in "${processes[@]}"; do rest=${one#*=} && say "${one%%=*} ${rest%%=*}"; done)"$'\n' || return
  printf -v one '%s\n' "mode=$how" "directory=$work" "port=${ask[PORT]-}" "listen=${ask[LISTEN]}" "ready_path=${ask[READY_PATH]-}" "ready_seconds=${ask[READY_SECONDS]}"
  put_file "$at/settings" "$one"
}

keep_environment() {
  local user_home=$HOME
  find_path
  printf '%s\0' "PATH=$REPLY" "HOME=$HOME" "USER=$USER" "LOGNAME=$USER" "SHELL=$SHELL" LANG=C.UTF-8 "${env[@]}" \
    "DEVPILOT_APP=$app" "DEVPILOT_PROJECT=$project" "DEVPILOT_RELEASE=${ask[RELEASE]}" "DEVPILOT_RELEASE_PATH=$release" \
    "DEVPILOT_COMMIT=${ask[COMMIT]-}" "DEVPILOT_BRANCH=${ask[BRANCH]-}" >"$1/environment.new" &&
    mv -T -- "$1/environment.new" "$1/environment" || { say 'The disk is full: the environment could not be written.'; return 74; }
}

put_all() {
  local changed='' renewed=''
  put_file "$service/manager" "$manager"$'\n' && put_units || return
  [[ ! $changed ]] || ctl daemon-reload
  # A power cut must not take from the live release what it is started by.
  sync -f -- "$service" "$unit_directory" &
}

# What an earlier deployment has started, and never released.
stop_strays() {
  local one strays=()
  list_units "$unit@*.service"
  for one in "${units[@]}"; do
    [[ $one == "$unit@$live.service" || $one == "$unit@live.service" || $one == "$unit@${ask[RELEASE]}.service" ]] || strays+=("$one")
  done
  ((${#strays[@]} == 0)) || ctl disable --now --no-block -- "${strays[@]}" >/dev/null || true
}

is_port_ours() {
  ! is_listening "$port" || { holds_port "$port"; } || is_active "$unit@live.service"
}

begin_instance() {
  local since started instance=$unit@${ask[RELEASE]}.service said=''
  printf -v since '%(%s)T' -1
  now_ms && started=$REPLY
  # Whoever cancels sends the signal to all that the step starts, so what ends the instance must not hear it.
  trap 'trap "" TERM HUP INT; end_instance --no-block; exit 143' TERM HUP INT
  if [[ $live != "${ask[RELEASE]}" ]] || ! is_active "$instance"; then
    rm -f -- "$from/port"
    ctl enable -- "$instance" && ctl restart -- "$instance" || { end_instance --; say 'systemd did not start the release.'; return 1; }
  fi
  if await_ready "$instance"; then
    now_ms
    fact ready_ms "$((REPLY - started))"
    say "Release ${ask[RELEASE]} answers after $((REPLY - started)) ms."
    return 0
  fi
  say "Release ${ask[RELEASE]} does not answer. $said Its last lines:"
  show_log "$instance" "$since"
  fact reason "The release does not answer. $said"
  end_instance --
  return 1
}

# end_instance --no-block | --
end_instance() {
  [[ $live != "${ask[RELEASE]}" ]] || return 0
  ctl disable --now "$1" "$instance" >/dev/null
  ctl reset-failed -- "$instance" >/dev/null
}
