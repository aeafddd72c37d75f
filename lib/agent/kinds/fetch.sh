# shellcheck shell=bash
# The source of a commit into deployments/N, by way of a shallow mirror that is kept per app.

run_fetch() {
  . "$agent/git.sh"
  . "$agent/gate.sh"
  use_places || return
  check_source || return
  command -v git >/dev/null || { say 'git is not installed on this server.'; return 69; }
  # Of a TERM, git's own death is enough: what is secret is still put away here.
  trap 'forget_secrets; exit 143' TERM
  local status
  use_git "$dir" && make_project && bring
  status=$?
  forget_secrets &
  return "$status"
}

check_source() {
  branch=${ask[BRANCH]-} tag=${ask[TAG]-} commit=${ask[COMMIT]-} found_on='' mirror=$root/apps/$app/mirror.git
  [[ $release ]] || { say 'RELEASE is missing.'; return 64; }
  [[ -z $commit ]] || is_commit "$commit" || { say 'The commit is not a full commit id.'; return 64; }
  [[ $branch || $tag || $commit ]] || { say 'Neither a branch nor a tag nor a commit was given.'; return 64; }
  [[ -z $branch ]] || is_branch "$branch" || { say 'The branch has a name that git does not allow.'; return 64; }
  [[ -z $tag ]] || is_branch "$tag" || { say 'The tag has a name that git does not allow.'; return 64; }
  [[ -z $tag || -z $branch ]] || { say 'Both a branch and a tag were given.'; return 64; }
  use_ref "${tag:+refs/tags/$tag}${branch:+refs/heads/$branch}"
}

# use_ref REF: where the commit has to be, and how people call that.
use_ref() {
  ref=$1
  case $ref in
    refs/heads/*) place="the branch '${ref#refs/heads/}'" ;;
    refs/tags/*) place="the tag '${ref#refs/tags/}'" ;;
  esac
}

bring() {
  local fresh='' why='' sentence=''
  open_mirror || return
  if ! obtain || ! check_out; then
    [[ $why ]] || explain_git
    [[ $why == git && ! $fresh ]] || { refused; return; }
    say 'Once more, with a new mirror.'
    rm -rf -- "$mirror"
    why=
    { open_mirror && obtain && check_out; } || { [[ $why ]] || explain_git; refused; return; }
  fi
  report
}

refused() {
  fact reason "$sentence"
  fact why "$why"
  case $why in
    'disk full') return 74 ;;
    project) return 73 ;;
    *) return 65 ;;
  esac
}

# A git that was killed leaves its locks, and whoever runs here has ended it.
open_mirror() {
  local lock
  if [[ -f $mirror/HEAD ]]; then
    for lock in "$mirror"/*.lock "$mirror"/refs/devpilot/*.lock; do [[ ! -e $lock ]] || rm -f -- "$lock"; done
    return 0
  fi
  fresh=yes
  try_git init --quiet --bare --template= -- "$mirror" || { explain_git; refused; }
}

in_mirror() { try_git --git-dir="$mirror" "$@"; }

# obtain: refs/devpilot/commit is the wanted commit afterwards.
obtain() {
  local wants=() gated=${ask[CHECK_BRANCH]-}
  [[ $gated != 1 || $ref ]] || { find_ref || return; gated=; }
  [[ -z $commit ]] || wants+=("+$commit:refs/devpilot/commit")
  [[ $commit && $gated != 1 ]] || wants+=("+$ref:refs/devpilot/branch")
  if fetch --depth 1 "${wants[@]}"; then
    [[ $commit ]] || use_tip || return
  else
    by_ref || return
  fi
  describe || return
  [[ ! $commit || $gated != 1 ]] || on_ref
}

# A tag may lead to anything that git keeps.
use_tip() {
  in_mirror update-ref refs/devpilot/commit 'refs/devpilot/branch^{commit}' && return
  explain no_commit "There is no commit at $place."
  return 1
}

fetch() { in_mirror fetch --quiet --no-tags --force "${@:1:2}" -- "$url" "${@:3}"; }

# A host may refuse to give a commit by its id, or not have it at its tip: then it is looked for in its branch or tag.
by_ref() {
  local depth
  [[ $commit && $ref ]] || return
  is_unadvertised || return
  for depth in 1 50 1000 2147483647; do
    fetch --depth "$depth" "+$ref:refs/devpilot/branch" || return
    in_mirror cat-file -e "$commit^{commit}" && { in_mirror update-ref refs/devpilot/commit "$commit"; return; }
  done
  explain commit_gone "The commit $commit is not in $place any more."
  return 1
}

describe() {
  local fields=() field
  while IFS= read -r -d '' field; do fields+=("$field"); done < <(
    in_mirror show -s --no-show-signature --encoding=UTF-8 --format='%H%x00%s%x00%an%x00%ae%x00%ct%x00' refs/devpilot/commit --
  )
  found=${fields[0]-}
  [[ $found && (-z $commit || $found == "$commit") ]] || { explain commit_gone "The commit $commit could not be verified."; return 1; }
  about=("${fields[@]}")
}

# Into a directory of its own that gets its name when it is whole. The index refuses paths such as .git and ../
check_out() {
  local staging=$project/deployments/.fetch-${ask[RELEASE]}
  [[ ! "$project/current" -ef "$release" ]] || { explain live "The release ${ask[RELEASE]} is the live one."; return 1; }
  [[ ! -e $staging ]] || rm -rf -- "$staging"
  (umask 022 && mkdir -- "$staging") || { explain project "The directory $staging could not be made."; return 1; }
  # shellcheck disable=SC2030,SC2031
  (
    umask 022
    export GIT_INDEX_FILE=$dir/index
    rm -f -- "$GIT_INDEX_FILE"
    in_mirror --work-tree="$staging" -c core.bare=false read-tree -m -u refs/devpilot/commit || { printf '%s' "$said" >"$private/said"; exit 1; }
  ) || {
    said=$(<"$private/said")
    # git does not always say why it could not write a file.
    ! has_no_room "$staging" || said+=$'\nNo space left on device'
    rm -rf -- "$staging"
    return 1
  }
  [[ ! -e $release ]] || rm -rf -- "$release"
  mv -T -- "$staging" "$release" || { explain project "The release directory $release could not be made."; return 1; }
}

report() {
  fact commit "${about[0]}"
  fact subject "${about[1]}"
  fact author "${about[2]}"
  fact email "${about[3]}"
  fact time "${about[4]%$'\n'}"
  case $found_on in
    refs/heads/*) fact branch "${found_on#refs/heads/}" ;;
    refs/tags/*) fact tag "${found_on#refs/tags/}" ;;
  esac
  if [[ ! ${ask[KNOWN_HOSTS]-} && -s $known_hosts ]]; then fact known_hosts "$(<"$known_hosts")"; fi
  [[ ! -e $release/.gitmodules ]] || say 'Note: submodules are not fetched; their directories are empty.'
  say "Fetched ${about[0]:0:12} ${about[1]}"
}
