# shellcheck shell=bash
# The fencing number of an app: it only grows, and whoever comes with an older one is refused.

# stored_fence APP: REPLY.
stored_fence() {
  { read -r REPLY <"$root/apps/$1/fence"; } 2>/dev/null
  is_number "${REPLY:-}" || REPLY=0
}

# lock_app APP: until the shell ends or unlock_app.
lock_app() {
  exec {app_lock}>>"$root/apps/$1/lock" && flock -w 30 "$app_lock"
}

unlock_app() { exec {app_lock}>&-; }

# raise_fence APP FENCE: fails when a newer one is stored; `raised` says whether it was raised now. REPLY = the stored one.
raise_fence() {
  raised=
  stored_fence "$1"
  (($2 >= REPLY)) || return 1
  (($2 > REPLY)) || return 0
  lock_app "$1" || refuse 74 'the lock of the app could not be taken'
  stored_fence "$1"
  if (($2 > REPLY)); then
    printf '%s\n' "$2" >"$root/apps/$1/fence.new" && mv -T -- "$root/apps/$1/fence.new" "$root/apps/$1/fence" ||
      refuse 74 'disk full: the fence could not be written'
    raised=yes
  fi
  unlock_app
  stored_fence "$1"
  (($2 >= REPLY))
}
