# shellcheck shell=bash
# The paths of an app on this host, and which paths are refused.

say() { printf '%s\n' "$*"; }

# is_place PATH: an absolute path that Devpilot may write to.
is_place() {
  [[ $1 == /* && ${#1} -le 1024 && $1 != *[[:cntrl:]]* && /$1/ != */../* && /$1/ != */./* && $1 != *//* ]] || return 1
  case ${1%/} in
    '' | /bin | /boot | /dev | /etc | /home | /lib | /lib32 | /lib64 | /media | /mnt | /opt | /proc | /root | /run | /sbin | \
      /srv | /sys | /tmp | /usr | /usr/* | /var | /var/lib | /var/log | /var/cache) [[ $1 == /usr/local/*/* ]] ;;
    /proc/* | /sys/* | /dev/* | /boot/*) return 1 ;;
  esac
}

# is_inner PATH: a path inside a directory.
is_inner() { [[ $1 && $1 != /* && ${#1} -le 1024 && $1 != *[[:cntrl:]]* && /$1/ != */../* && /$1/ != */./* && $1 != *//* ]]; }

# use_places: project, release (empty when no RELEASE is given), work (the app's own directory in it, by DIRECTORY). Fails
# with a sentence.
use_places() {
  project=${ask[PROJECT]-} release='' work=''
  is_place "$project" || { say "Devpilot does not deploy to the path '$project'."; return 64; }
  project=${project%/}
  [[ -z ${ask[RELEASE]-} ]] || is_number "${ask[RELEASE]}" || { say 'RELEASE is not a number.'; return 64; }
  [[ -z ${ask[RELEASE]-} ]] || release=$project/deployments/${ask[RELEASE]}
  [[ -z ${ask[DIRECTORY]-} ]] || is_inner "${ask[DIRECTORY]}" || { say "The directory '${ask[DIRECTORY]}' is not inside the repository."; return 64; }
  [[ -z $release ]] || work=$release${ask[DIRECTORY]:+/${ask[DIRECTORY]%/}}
}

# find_work: the release's source is there, and the app's directory is really in it.
find_work() {
  [[ $release && -d $release ]] || { say "The release ${ask[RELEASE]-} is not on this server."; return 66; }
  [[ $work != "$release" ]] || return 0
  [[ -d $work ]] || { say "The directory '${ask[DIRECTORY]}' is not in the repository."; return 66; }
  [[ $(realpath -e -- "$work") == "$(realpath -e -- "$release")"/* ]] ||
    { say "The directory '${ask[DIRECTORY]}' leads out of the release by a link."; return 65; }
}

# make_project: the project directory, with its parents.
make_project() {
  [[ -d $project/deployments ]] && return
  (umask 022 && mkdir -p -- "$project/deployments") ||
    { say "The directory $project could not be made: give $USER the right to write there, or make it by hand."; return 73; }
}

# crosses_link BASE INNER: some part of INNER above its last one is a symbolic link.
crosses_link() {
  local at=$1 part rest=$2
  while [[ $rest == */* ]]; do
    part=${rest%%/*} rest=${rest#*/} at+=/$part
    [[ ! -L $at ]] || return 0
  done
  return 1
}

# has_no_room PATH…: the disk of one of them is full.
has_no_room() {
  local free
  while read -r free; do
    [[ $free == Avail ]] || ((free > 64)) || return 0
  done < <(df -k --output=avail -- "$@" 2>/dev/null)
  return 1
}

# fact NAME VALUE: told with the end of the step.
fact() { printf '%s=%s\0' "$1" "$2" >>"$dir/facts"; }
