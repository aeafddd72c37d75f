#!/usr/bin/env bash
# What lies in a repository at a branch, a tag or a commit: its paths, and the contents of some files.
cd -P -- "${BASH_SOURCE[0]%/*}" && agent=$PWD || exit 78
. "$agent/common.sh"
. "$agent/places.sh"
. "$agent/git.sh"

most_paths=100000 largest=262144 here=refs/devpilot/look

main() {
  read_request
  load_step 0
  need_id APP
  check_ref
  command -v git >/dev/null || refuse 69 'git is not installed on this server.'
  app=${ask[APP]} place=$root/apps/${ask[APP]}/look.git
  mkdir -p -- "${place%/*}" && private=$(mktemp -d -- "$root/look.XXXXXX") || refuse 74 'disk full'
  trap 'rm -rf -- "$private"' EXIT
  trap 'exit 143' TERM HUP INT
  exec {lock}>>"$place.lock" && flock -w 120 "$lock" || refuse 74 'the repository is being looked at by others'
  local words why='' sentence=''
  words=$(use_git "$private") || refuse 64 "${words//$'\n'/ }"
  use_git "$private"
  open_place && bring && find_files || give_up
  begin_answer
  tell_commit && tell_paths && tell_files
}

check_ref() {
  local given=("${ask[BRANCH]+BRANCH}" "${ask[TAG]+TAG}" "${ask[COMMIT]+COMMIT}")
  kind=${given[*]}
  kind=${kind// /}
  case $kind in
    BRANCH) is_branch "${ask[BRANCH]}" || refuse 64 'The branch has a name that git does not allow.' ;;
    TAG) is_branch "${ask[TAG]}" || refuse 64 'The tag has a name that git does not allow.' ;;
    COMMIT) is_commit "${ask[COMMIT]}" || refuse 64 'The commit is not a full commit id.' ;;
    *) refuse 64 'One of BRANCH, TAG and COMMIT is needed.' ;;
  esac
}

give_up() {
  [[ $sentence ]] || explain_git >/dev/null
  [[ $why != 'disk full' ]] || refuse 74 "$sentence"
  refuse 65 "$sentence"
}

at_place() { try_git --git-dir="$place" "$@"; }

# A repository of its own, so that a look never waits for a deployment; made anew when it is another's, or has grown.
open_place() {
  local packs=("$place"/objects/pack/*.pack) known lock
  known=$(git --git-dir="$place" config --get remote.origin.url 2>/dev/null)
  [[ $known == "$url" && ${#packs[@]} -lt 30 ]] || rm -rf -- "$place"
  if [[ -f $place/HEAD ]]; then
    for lock in "$place"/*.lock "$place"/refs/devpilot/*.lock; do [[ ! -e $lock ]] || rm -f -- "$lock"; done
    return 0
  fi
  try_git init --quiet --bare --template= -- "$place" && at_place config remote.origin.url "$url"
}

# Afterwards the wanted commit is at `here`, with its trees; contents come where they are asked for.
bring() {
  case $kind in
    BRANCH) shallow "+refs/heads/${ask[BRANCH]}:$here" ;;
    TAG) shallow "+refs/tags/${ask[TAG]}:$here" ;;
    COMMIT) is_here || shallow "+${ask[COMMIT]}:$here" || by_refs ;;
  esac || return
  at_place rev-parse --verify --quiet "$here^{commit}" >"$private/commit" ||
    { explain no_commit 'The tag does not lead to a commit.' >/dev/null; return 1; }
  at_place update-ref "$here" "$(<"$private/commit")"
}

is_here() { [[ $(git --git-dir="$place" rev-parse --verify --quiet "$here") == "${ask[COMMIT]}" ]]; }

shallow() { fetch --depth 1 "$@"; }
fetch() { at_place fetch --quiet --no-tags --force --filter=blob:none "${@:1:2}" -- origin "${@:3}"; }

# A host may refuse to give a commit by its id: then it is looked for in all branches and tags.
by_refs() {
  is_unadvertised || return
  fetch --depth 2147483647 '+refs/heads/*:refs/devpilot/heads/*' '+refs/tags/*:refs/devpilot/tags/*' || return
  at_place update-ref "$here" "${ask[COMMIT]}^{commit}" && return
  explain commit_gone "The commit ${ask[COMMIT]} is on no branch and no tag of the repository." >/dev/null
  return 1
}

# find_files: `found` has path and object of each wanted file. What is missing here is fetched at once, not one by one, and
# without telling of the commit: a host that knows of it takes its files for known too.
find_files() {
  local record path mode object wanted=() objects=()
  found=()
  for record in "${records[@]}"; do
    [[ $record != FILE=* ]] || ! is_path "${record#FILE=}" || wanted+=("${record#FILE=}")
  done
  ((${#wanted[@]})) || return 0
  GIT_LITERAL_PATHSPECS=1 at_place ls-tree -z --full-tree "$here" -- "${wanted[@]}" >"$private/tree" || return
  while IFS=$' \t' read -r -d '' mode _ object path; do
    [[ $mode == 100* ]] || continue
    found+=("$path" "$object")
    objects+=("$object")
  done <"$private/tree"
  ((${#objects[@]} == 0)) ||
    at_place -c fetch.negotiationAlgorithm=noop fetch --quiet --no-tags --filter=blob:none -- origin "${objects[@]}" || said=
}

is_path() { [[ $1 && /$1/ != *//* && /$1/ != */./* && /$1/ != */../* ]]; }

tell_commit() {
  git "${options[@]}" --git-dir="$place" show -s --no-show-signature --encoding=UTF-8 \
    --format='%H%x00%s%x00%an%x00%ae%x00%ct%x00' "$here" -- | tr -d '\n'
}

tell_paths() {
  git "${options[@]}" --git-dir="$place" ls-tree -r -z --full-tree "$here" |
    grep -za '^100' | head -z -n "$most_paths" | cut -z -f 2-
  printf '\0'
}

# Each as its path, its length and its bytes; without length and bytes where it is too long.
tell_files() {
  local at size
  for ((at = 0; at < ${#found[@]}; at += 2)); do
    size=$(git "${options[@]}" --git-dir="$place" cat-file -s "${found[at + 1]}") || exit 65
    ((size <= largest)) || continue
    printf '%s\0%s\0' "${found[at]}" "$size"
    git "${options[@]}" --git-dir="$place" cat-file blob "${found[at + 1]}" || exit 65
  done
}

main
exit
