# shellcheck shell=bash
# Entering another user with a clean environment. Everything the other side needs travels on stdin:
# directory, environment records, an empty record, and then a script or a file's content.

# First, as that user: takes its directory and environment from stdin, so that no value is an argument.
# shellcheck disable=SC2016
receive='
__devpilot_bash=$BASH
IFS= read -r -d "" __devpilot_directory || exit 77
while IFS= read -r -d "" __devpilot_record && [[ $__devpilot_record ]]; do export "$__devpilot_record"; done
cd -- "$__devpilot_directory" || { printf "%s may not enter %s.\n" "${USER-}" "$__devpilot_directory"; exit 77; }
'

# Then the script, in a bash of its own, so that its variables and marks are in /proc.
# shellcheck disable=SC2016
run_script='
IFS= read -r -d "" __devpilot_script
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

# enter_user NAME [CODE]: replaces this process. NAME is what the shell calls itself in its messages; CODE, a constant, is
# what is done with the rest of stdin: without it that is a script to run. What it makes, a web server of another user may read.
enter_user() {
  umask 022
  local shell=("$BASH" --norc --noprofile -c "$receive${2-$run_script}" "$1")
  if ((user_id == EUID)); then
    exec -c "${shell[@]}"
  elif ((EUID == 0)); then
    exec setpriv --reuid="$user_id" --regid="$user_group" --init-groups env -i "${shell[@]}"
  else
    exec sudo -n -H -u "$user" -- env -i "${shell[@]}"
  fi
}

# feed DIRECTORY RECORD…: what enter_user reads first.
feed() {
  find_path
  printf '%s\0' "$1" "PATH=$REPLY" "HOME=$user_home" "USER=$user" "LOGNAME=$user" "SHELL=$user_shell" LANG=C.UTF-8 "${@:2}" ''
}

# find_path: REPLY = PATH with what was installed for this app before it, and what a version manager has for the user after it.
find_path() {
  local file line
  REPLY=
  for file in "$root/apps/$app/runtimes"/*; do
    [[ -r $file ]] || continue
    while IFS= read -r line; do [[ $line != /* || $line == *:* ]] || REPLY+=$line:; done <"$file"
  done
  REPLY+=$PATH
  for file in "$user_home/.local/bin" "$user_home/.local/share/mise/shims"; do
    [[ ! -d $file ]] || REPLY+=:$file
  done
}
