# shellcheck shell=bash
# Ends what ran before the live release, and begins the live one's processes. What serves the live release is never ended.

run_retire() {
  . "$agent/services.sh"
  . "$agent/units.sh"
  . "$agent/ports.sh"
  . "$agent/instances.sh"
  . "$agent/fronts.sh"
  use_places && use_service || return
  [[ -d $service ]] || return 0
  find_manager || return
  if [[ ${ask[SERVICE]-} != 1 ]]; then end_service; return; fi
  find_live
  load_release "$live" || { say "The live release ${live:-} was not started as a service."; return 66; }
  find_old || return
  await_quiet
  end_old || return
  begin_processes
}

# The app is no service any more.
end_service() {
  lock_app "$app" || { say 'Another process holds the lock of this app.'; return 75; }
  may_run || return "$code"
  remove_service
  say 'The app is no service any more: it was stopped, and its units are gone.'
}

find_old() {
  local one kept=$unit@$live.service
  [[ $mode != restart && ! ($mode == handover && ! -e $unit_directory/$unit.socket) ]] || kept=$unit@live.service
  [[ $mode != none ]] || kept=
  old=()
  list_units "$unit@*.service"
  for one in "${units[@]}"; do [[ $one == "$kept" ]] || old+=("$one"); done
}

# Until nothing is asked of the old instances any more: a second without a request, or half a minute.
await_quiet() {
  local quiet=0 deadline=$((SECONDS + 30)) one number
  while ((quiet < 5 && SECONDS < deadline)); do
    ((++quiet))
    for one in "${old[@]}"; do
      number=${one#"$unit@"} number=${number%.service}
      from=$service/releases/$number
      private_port || continue
      count_requests "$REPLY"
      ((REPLY == 0)) || quiet=0
    done
    pause 0.2
  done
}

# Under the lock, so that nothing is ended that a newer runner has begun.
end_old() {
  local one stopped=()
  lock_app "$app" || { say 'Another process holds the lock of this app.'; return 75; }
  may_run || { unlock_app; return "$code"; }
  ((${#old[@]} == 0)) || ctl disable --now --no-block -- "${old[@]}" >/dev/null
  [[ $mode != none ]] || drop_front
  for one in "$service/releases"/*; do [[ ${one##*/} == "$live" ]] || rm -rf -- "$one"; done
  unlock_app
  for one in "${old[@]}"; do
    await_end "$one"
    one=${one#"$unit@"}
    stopped+=("${one%.service}")
  done
  fact stopped "${stopped[*]}"
}

# systemd asks, waits half a minute, and ends it.
await_end() {
  local tries
  for ((tries = 0; tries < 350; tries++)); do
    read_unit "$1"
    [[ $state == active || $state == deactivating || $state == activating ]] || break
    pause 0.1
  done
  ctl reset-failed -- "$1" >/dev/null || true
}

begin_processes() {
  local name count i since wanted=() failing=() unwanted=() one
  printf -v since '%(%s)T' -1
  while read -r name count; do
    for ((i = 1; i <= ${count:-0}; i++)); do wanted+=("$unit.work@$name-$i.service"); done
  done <"$service/releases/$live/counts"
  list_units "$unit.work@*.service"
  for one in "${units[@]}"; do [[ " ${wanted[*]} " == *" $one "* ]] || unwanted+=("$one"); done
  ((${#unwanted[@]} == 0)) || { ctl disable --now -- "${unwanted[@]}" && ctl reset-failed -- "${unwanted[@]}"; } >/dev/null
  ((${#wanted[@]})) || return 0
  ctl enable -- "${wanted[@]}" && ctl restart -- "${wanted[@]}" || { say 'systemd did not start the processes.'; return 1; }
  pause 1.5
  for one in "${wanted[@]}"; do
    read_unit "$one"
    [[ $state == active && $ends == 0 ]] || { failing+=("$one"); say "Note: ${one#*@} has ended by itself, with code $code. Its last lines:"; show_log "$one" "$since"; }
  done
  fact processes "${#wanted[@]}"
  ((${#failing[@]} == 0)) || fact failing "${failing[*]#*@}"
}
