# shellcheck shell=bash
# Removes releases that nobody keeps. The live one is never among them, whatever the request says.

run_prune() {
  use_places || return
  local number removed=()
  renice -n 19 -p "$BASHPID" >/dev/null 2>&1
  ionice -c 3 -p "$BASHPID" >/dev/null 2>&1
  for number in "${keep[@]}"; do is_number "$number" || { say "KEEP is not a number: '$number'."; return 64; }; done
  ((${#keep[@]})) || { say 'KEEP is missing: nothing was removed.'; return 64; }
  set_old_aside || return
  empty_trash
  remove_old_runs
  tidy_mirror
  fact removed "${removed[*]}"
  ((${#removed[@]} == 0)) || say "Removed: ${removed[*]}"
}

# Under the lock a release gets another name, so that none is made live while it is being removed.
set_old_aside() {
  local directory
  lock_app "$app" || { say 'Another process holds the lock of this app.'; return 75; }
  may_run || { unlock_app; return "$code"; }
  for directory in "$project"/deployments/*; do
    number=${directory##*/}
    [[ $number =~ ^[1-9][0-9]*$ && -d $directory && ! -L $directory ]] || continue
    [[ " ${keep[*]} ${ask[RELEASE]-} " != *" $number "* && ! $project/current -ef $directory ]] || continue
    mv -T -- "$directory" "$project/deployments/.old-$number" && removed+=("$number")
  done
  unlock_app
}

# What another user wrote, or made read-only, is not in the way of the rest.
empty_trash() {
  local directory
  for directory in "$project"/deployments/.old-* "$project"/deployments/.fetch-*; do
    [[ -d $directory && $directory != */.fetch-"${ask[RELEASE]-}" ]] || continue
    rm -rf -- "$directory" 2>/dev/null && continue
    chmod -R u+rwX -- "$directory" 2>/dev/null
    rm -rf -- "$directory" 2>/dev/null || say "Note: $directory could not be removed: it has files of another user."
  done
}

# The runs of this app, by their last change; what still runs stays.
remove_old_runs() {
  local name kept=0
  is_number "${ask[KEEP_RUNS]-}" || return 0
  while IFS= read -r name; do
    [[ $name && $name != "$run" ]] && is_id "$name" && belongs "$root/runs/$name" || continue
    ((++kept > ask[KEEP_RUNS])) || continue
    is_over "$root/runs/$name" && rm -rf -- "${root:?}/runs/$name"
  done < <(ls -1t -- "$root/runs")
}

belongs() {
  local claim owner
  for claim in "$1"/*/claim; do
    { read -r _ _ _ owner _ <"$claim"; } 2>/dev/null && [[ $owner == "$app" ]] && return
  done
  return 1
}

is_over() {
  local claim state code size word worker pump supervisor supervisor_ticks torn app fence kind run_as grace
  for claim in "$1"/*/claim; do
    read_step "${claim%/claim}"
    [[ $state != running && $state != pending ]] || return 1
  done
}

tidy_mirror() {
  local mirror=$root/apps/$app/mirror.git
  [[ ! -f $mirror/HEAD ]] || GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null HOME=$dir \
    git --git-dir="$mirror" -c core.hooksPath=/dev/null -c gc.autoDetach=false -c gc.pruneExpire=1.day.ago gc --auto --quiet || true
}
