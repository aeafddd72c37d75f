# shellcheck shell=bash
# Entering another user with a clean environment. Everything the other side needs travels on stdin:
# directory, environment records, an empty record, and the script.

# First, as that user: takes its environment from stdin, so that the marks are in /proc and no value is an argument.
# shellcheck disable=SC2016
enter='
__devpilot_bash=$BASH
IFS= read -r -d "" __devpilot_directory || exit 77
while IFS= read -r -d "" __devpilot_record && [[ $__devpilot_record ]]; do export "$__devpilot_record"; done
IFS= read -r -d "" __devpilot_script
cd -- "$__devpilot_directory" || { printf "%s may not enter %s.\n" "${USER-}" "$__devpilot_directory"; exit 77; }
exec "$__devpilot_bash" --norc --noprofile -c '\''eval "$(</dev/stdin)" </dev/null'\'' "$0" <<<"$__devpilot_script"
'

# load_user NAME: user, user_id, user_group, user_home, user_shell. Empty NAME: who we are. Fails with a sentence.
load_user() {
  user=$USER user_id=$EUID user_home=$HOME user_shell=$SHELL
  [[ $1 && $1 != "$USER" ]] || return 0
  local entry
  entry=$(getent passwd -- "$1") || { say "There is no user '$1' on this server."; return 77; }
  IFS=: read -r user _ user_id user_group _ user_home user_shell <<<"$entry"
  ((user_id == EUID || EUID == 0)) && return
  sudo -n -u "$user" -- true 2>/dev/null || {
    say "$USER may not run commands as $user here. Allow it without a password: $USER ALL=($user) NOPASSWD: ALL (visudo)."
    return 77
  }
}

# enter_user NAME: replaces this process. NAME is what the shell calls itself in its messages.
enter_user() {
  if ((user_id == EUID)); then
    exec -c "$BASH" --norc --noprofile -c "$enter" "$1"
  elif ((EUID == 0)); then
    exec setpriv --reuid="$user_id" --regid="$user_group" --init-groups env -i "$BASH" --norc --noprofile -c "$enter" "$1"
  else
    exec sudo -n -H -u "$user" -- env -i "$BASH" --norc --noprofile -c "$enter" "$1"
  fi
}

# feed DIRECTORY RECORD…: what enter_user reads before the script.
feed() {
  printf '%s\0' "$1" "PATH=$PATH" "HOME=$user_home" "USER=$user" "LOGNAME=$user" "SHELL=$user_shell" LANG=C.UTF-8 "${@:2}" ''
}
