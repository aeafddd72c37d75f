# shellcheck shell=bash
# Writes a file whose content came with the request, or is a file of the release or of the server, as the user that was asked for, whole or not at all.

run_sync_file() {
  . "$agent/run-as.sh"
  . "$agent/targets.sh"
  local source=''
  use_places && use_target && load_user "${ask[RUN_AS]-}" && make_project || return
  [[ -z ${ask[SOURCE]-} ]] || use_source || return
  [[ ${ask[MODE]:-0644} =~ ^0?[0-7]{3}$ ]] || { say 'MODE is not a file mode.'; return 64; }
  local content=$dir/payload
  [[ -f $content ]] || content=$dir/content
  [[ -f $content ]] || printf '%s' "${ask[CONTENT]-}" >"$content" || { say 'The disk is full.'; return 74; }
  { feed / "TARGET=$target" "MODE=${ask[MODE]:-0644}" "SOURCE=$source" && cat -- "$content"; } >"$dir/feed" ||
    { say 'The disk is full.'; return 74; }
  (enter_user sync "$write_file" <"$dir/feed")
  local status=$?
  rm -f -- "$dir/feed" "$content" &
  ((status)) || say "Wrote $target"
  return "$status"
}

# shellcheck disable=SC2016
write_file='
umask 022
mkdir -p -- "${TARGET%/*}" || exit 73
if [[ $SOURCE ]]; then
  [[ -f $SOURCE && -r $SOURCE ]] || { printf "%s is not a file, or %s may not read it.\n" "$SOURCE" "$USER"; exit 66; }
  exec <"$SOURCE"
fi
[[ ! -d $TARGET ]] || { printf "%s is a directory.\n" "$TARGET"; exit 73; }
new=$(mktemp -- "${TARGET%/*}/.devpilot.XXXXXX") || { printf "%s may not write to %s.\n" "$USER" "${TARGET%/*}"; exit 73; }
if cat >"$new" && chmod -- "$MODE" "$new" && mv -f -T -- "$new" "$TARGET"; then exit 0; fi
rm -f -- "$new"
printf "%s could not be written.\n" "$TARGET"
exit 73
'
