# shellcheck shell=bash
# Which commits may be deployed: those of a branch or tag, never one that a fork left in the repository. For `fetch`.

# Deeper and deeper, until the commit is seen in the branch or tag, or there is no more of it.
on_ref() {
  local depth
  for depth in 0 50 1000 2147483647; do
    ((depth == 0)) || fetch --depth "$depth" "+$ref:refs/devpilot/branch" || return
    if in_mirror merge-base --is-ancestor "$commit" refs/devpilot/branch; then return 0; fi
  done
  explain not_on_branch "The commit $commit is not on $place."
  return 1
}

# find_ref: a branch that the commit is on, else a tag. Read from commits alone where the host can filter, in a repository
# of its own, so that the mirror stays shallow.
find_ref() {
  local refs depth history=$private/history.git
  try_git init --quiet --bare --template= -- "$history" && in_history config remote.origin.url "$url" || return
  for refs in refs/heads refs/tags; do
    for depth in 1 50 1000 2147483647; do
      in_history fetch --quiet --no-tags --force --filter=tree:0 --depth "$depth" -- origin "+$refs/*:$refs/*" || return
      git --git-dir="$history" rev-list --all 2>/dev/null | grep -qxF "$commit" || continue
      use_holder "$(git --git-dir="$history" for-each-ref --contains "$commit" --format='%(refname)' "$refs")"
      rm -rf -- "$history"
      return 0
    done
  done
  explain not_on_branch "The commit $commit is on no branch and no tag of the repository."
  return 1
}

in_history() { try_git --git-dir="$history" "$@"; }

# use_holder LINES: of all that hold the commit the app's own branch, else the first.
use_holder() {
  local own=refs/heads/${ask[OWN_BRANCH]-}
  use_ref "${1%%$'\n'*}"
  [[ $'\n'$1$'\n' != *$'\n'"$own"$'\n'* ]] || use_ref "$own"
  found_on=$ref
}
