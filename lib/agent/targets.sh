# shellcheck shell=bash
# Where a file or directory is synced from and to: inside the project, or an absolute path that the user may read or write.

use_target() {
  target=${ask[TARGET]-}
  if [[ $target == /* ]]; then
    is_place "$target" || { say "Devpilot does not write to '$target'."; return 64; }
  else
    is_inner "$target" || { say "The target '$target' is not inside the project."; return 64; }
    if [[ ${ask[IN]-} == project || -z $release || ! -d $release ]]; then target=$project/$target; else target=$release/$target; fi
  fi
  target=${target%/}
  ! leads_out || { say "The target '${ask[TARGET]}' leads out of the project by a link. If that is meant, give the path that it leads to."; return 65; }
}

# use_source: source = what is copied, an absolute path, or one inside the release that no link leads out of.
use_source() {
  source=${ask[SOURCE]-}
  [[ $source != /* ]] || return 0
  [[ $release && -d $release ]] || { say "The release ${ask[RELEASE]-} is not on this server."; return 66; }
  [[ $source == . ]] || is_inner "$source" || { say "'$source' is not inside the release."; return 64; }
  [[ $(realpath -e -- "$release/$source" 2>/dev/null)/ == "$(realpath -e -- "$release")"/* ]] ||
    { say "'$source' is not in the release, or a link leads out of it."; return 65; }
  source=$release/$source
}

# A link of the repository in the way would have the file written wherever it likes.
leads_out() {
  local into=${target%/*}
  [[ ! -d $target ]] || into=$target
  [[ $target == "$project"/* && $(realpath -m -- "$into")/ != "$(realpath -m -- "$project")"/* ]]
}
