# shellcheck shell=bash
# Copies a directory of the release, or of the server, over a target. It adds and replaces, and deletes nothing that only the target has.

run_sync_directory() {
  . "$agent/run-as.sh"
  . "$agent/targets.sh"
  local source
  use_places && use_target && use_source && load_user "${ask[RUN_AS]-}" || return
  feed / "SOURCE=$source" "TARGET=$target" >"$dir/feed" ||
    { say 'The disk is full.'; return 74; }
  (enter_user sync "$copy_directory" <"$dir/feed")
  local status=$?
  rm -f -- "$dir/feed" &
  ((status)) || say "Copied ${ask[SOURCE]} to $target"
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
