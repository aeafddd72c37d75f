# shellcheck shell=bash
# Where a file or directory is synced to: inside the project, or an absolute path that the user may write to.

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

# A link of the repository in the way would have the file written wherever it likes.
leads_out() {
  local into=${target%/*}
  [[ ! -d $target ]] || into=$target
  [[ $target == "$project"/* && $(realpath -m -- "$into")/ != "$(realpath -m -- "$project")"/* ]]
}
