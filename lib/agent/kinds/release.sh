# shellcheck shell=bash
# Makes a release the live one: one rename, under the lock of the app, if the fence and the run still allow it.

run_release() {
  use_places || return
  # What has begun is finished: it is over in a moment, and then it is known what happened.
  trap '' TERM HUP INT
  lock_app "$app" || { say 'Another process holds the lock of this app.'; return 75; }
  may_run || { say 'A newer runner took over, or this run was cancelled: nothing was released.'; return "$code"; }
  [[ $release && -d $release ]] || { say "The release ${ask[RELEASE]-} is not on this server."; return 66; }
  local previous new=$project/.current.$BASHPID
  find_previous
  if [[ -e $project/current && ! -L $project/current ]]; then
    say "$project/current is not a link that Devpilot made. Move it away and deploy again."
    return 73
  fi
  [[ ${ask[SERVICE]-} != 1 ]] || { . "$agent/switch.sh" && prepare_switch; } || { fact released no; return 1; }
  flip "${ask[RELEASE]}" || return
  [[ ${ask[SERVICE]-} != 1 ]] || switch_service || { flip_back; return 1; }
  fact released yes
  [[ -z $previous ]] || fact previous "${previous##*/}"
}

# flip N
flip() {
  ln -s -f -n -- "deployments/$1" "$new" && mv -T -- "$new" "$project/current" ||
    { rm -f -- "$new"; say "The link $project/current could not be switched."; return 73; }
}

# Entering the link tells where it leads without a process; one that leads nowhere can only be read.
find_previous() {
  previous=
  [[ -L $project/current ]] || return
  if cd -P -- "$project/current" 2>/dev/null; then
    previous=$PWD
    cd -- "$root" || return
  else
    previous=$(readlink -- "$project/current")
  fi
}
