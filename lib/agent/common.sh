# shellcheck shell=bash
# Sourced by every verb: how a request is read and how an answer is told. `agent` is the directory of the scripts.
umask 077
export LC_ALL=C
root=${agent%/*} version=${agent##*/agent-}
records=() mark=

# tell KEY VALUE: a control record, apart from the bytes of the answer.
tell() { printf '%s=%s\n' "$1" "$2" >&2; }

refuse() { tell reason "$2"; exit "$1"; }

# read_request: fills `records` from the NUL-framed header on stdin, and leaves stdin at the payload.
read_request() {
  local record size from
  IFS= read -r -d '' record && [[ $record == "AGENT=$version" ]] || exit 78
  IFS= read -r -d '' record && [[ $record =~ ^MARK=[0-9a-f]*$ ]] || refuse 64 'the request has no MARK'
  mark=${record#MARK=}
  IFS= read -r -d '' record && [[ $record =~ ^SIZE=[0-9]{1,8}$ ]] || refuse 64 'the request has no SIZE'
  size=${record#SIZE=}
  exec {from}<&0
  ((size < 2048)) || spool "$size"
  read_records "$from" || refuse 64 'the request ends too early'
  exec {from}<&-
}

# bash reads a pipe byte by byte but a file in blocks, so a long header goes through a file.
spool() {
  local file=$root/request.$BASHPID
  if ! head -c "$1" >"$file" || ! exec {from}<"$file"; then
    rm -f -- "$file"
    refuse 74 'disk full: the request could not be kept'
  fi
  rm -f -- "$file" &
}

# read_records FD: up to the empty record that ends a header.
read_records() {
  local record
  records=()
  while IFS= read -r -d '' -u "$1" record; do
    [[ $record ]] || return 0
    [[ $record =~ ^[A-Z][A-Z0-9_]*= ]] || refuse 64 'a record has no key'
    records+=("$record")
  done
  return 1
}

# load_step N: fills `ask`, and the lists env, storage, keep, proxy, from the records before the first STEP and section N.
load_step() {
  local record section=0
  declare -gA ask=()
  env=() storage=() keep=() proxy=()
  for record in "${records[@]}"; do
    [[ $record == STEP=* ]] && ((section += 1))
    ((section == 0 || section == $1)) || continue
    case $record in
      ENV=*) env+=("${record#ENV=}") ;;
      STORAGE=*) storage+=("${record#STORAGE=}") ;;
      KEEP=*) keep+=("${record#KEEP=}") ;;
      PROXY=*) proxy+=("${record#PROXY=}") ;;
      *) ask[${record%%=*}]=${record#*=} ;;
    esac
  done
}

# list_steps: fills `steps` with the ids of the sections, in order.
list_steps() {
  local record
  steps=()
  for record in "${records[@]}"; do
    [[ $record == STEP=* ]] || continue
    is_id "${record#STEP=}" || refuse 64 'STEP is not an id'
    steps+=("${record#STEP=}")
  done
}

is_id() { [[ $1 =~ ^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$ ]]; }
is_number() { [[ $1 =~ ^(0|[1-9][0-9]{0,14})$ ]]; }
is_variable() { [[ $1 =~ ^[A-Za-z_][A-Za-z0-9_]*$ && $1 != __devpilot* ]]; }
is_user() { [[ $1 =~ ^[a-z_][a-z0-9_-]{0,31}$ ]]; }

need_id() { is_id "${ask[$1]-}" || refuse 64 "$1 is not an id"; }
need_number() { is_number "${ask[$1]-}" || refuse 64 "$1 is not a number"; }

# begin_answer: everything before the mark (what a shell start-up file prints) is not part of the answer.
begin_answer() { [[ -z $mark ]] || printf '\036%s\036' "$mark"; }

# take FILE TEXT: creates FILE with TEXT by O_EXCL, so of many exactly one succeeds. 1 = it exists, 2 = no room to write.
take() {
  local file status=0
  set -C
  { exec {file}>"$1"; } 2>/dev/null || status=1
  set +C
  if ((status)); then
    [[ -e $1 ]] && return 1
    return 2
  fi
  { printf '%s\n' "$2" >&"$file"; } 2>/dev/null || status=2
  exec {file}>&-
  return "$status"
}

# pause SECONDS, without a process: reads from a pipe that nothing is ever written to.
pause() {
  [[ ${never-} ]] || open_never
  read -r -t "$1" -u "$never" || true
}

# A short here-string is a pipe (bash 5.1), which can be opened once more for both directions; else a process makes one.
open_never() {
  local pipe
  exec {pipe}<<<''
  if [[ -p /proc/self/fd/$pipe ]]; then
    read -r -u "$pipe"
    exec {never}<>"/proc/self/fd/$pipe"
  else
    exec {never}<> <(:)
  fi
  exec {pipe}<&-
}
