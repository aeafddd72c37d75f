#!/usr/bin/env bash
# The branches and tags of a repository as this server sees them: the answer is git's `ls-remote --symref`.
cd -P -- "${BASH_SOURCE[0]%/*}" && agent=$PWD || exit 78
. "$agent/common.sh"
. "$agent/places.sh"
. "$agent/git.sh"

main() {
  read_request
  load_step 0
  [[ -z ${ask[APP]-} ]] || need_id APP
  command -v git >/dev/null || refuse 69 'git is not installed on this server.'
  private=$(mktemp -d -- "$root/remote.XXXXXX") || refuse 74 'disk full'
  trap 'rm -rf -- "$private"' EXIT
  trap 'exit 143' TERM HUP INT
  dir=$private
  local words
  words=$(use_git "$private") || refuse 64 "${words//$'\n'/ }"
  use_git "$private"
  begin_answer
  git "${options[@]}" ls-remote --symref -- "$url" HEAD 'refs/heads/*' 'refs/tags/*' 2>"$private/said" || give_up
}

give_up() {
  said=$(<"$private/said")
  explain_git >/dev/null
  refuse 65 "$sentence"
}

main
