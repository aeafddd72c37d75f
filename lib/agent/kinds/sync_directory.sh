# shellcheck shell=bash
# Copies a directory of the release over a target. It adds and replaces, and deletes nothing that only the target has.

run_sync_directory() {
  . "$agent/run-as.sh"
  . "$agent/targets.sh"
  use_places && use_target && load_user "${ask[RUN_AS]-}" || return
  [[ $release && -d $release ]] || { say "The release ${ask[RELEASE]-} is not on this server."; return 66; }
  local source=${ask[SOURCE]-}
  [[ $source == . ]] || is_inner "$source" || { say "The directory '$source' is not inside the release."; return 64; }
  [[ $(realpath -e -- "$release/$source" 2>/dev/null)/ == "$(realpath -e -- "$release")"/* ]] ||
    { say "The directory '$source' is not in the release, or a link leads out of it."; return 65; }
  feed / "SOURCE=$release/$source" "TARGET=$target" >"$dir/feed" ||
    { say 'The disk is full.'; return 74; }
  (enter_user sync "$copy_directory" <"$dir/feed")
  local status=$?
  rm -f -- "$dir/feed" &
  ((status)) || say "Copied $source to $target"
  return "$status"
}

# shellcheck disable=SC2016
copy_directory='
umask 022
[[ -d $SOURCE ]] || { printf "%s is not a directory, or %s may not read it.\n" "$SOURCE" "$USER"; exit 66; }
mkdir -p -- "$TARGET" || { printf "%s may not write to %s.\n" "$USER" "$TARGET"; exit 73; }
if command -v rsync >/dev/null; then exec rsync -a --ignore-times --no-owner --no-group -- "$SOURCE/" "$TARGET/"; fi
exec cp -a --no-preserve=ownership --remove-destination -T -- "$SOURCE" "$TARGET"
'
