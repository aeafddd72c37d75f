# shellcheck shell=bash
# The instances of an app's releases: what they were started with, and whether they answer.

# load_release N: from, and its settings: mode, directory, port, listen, ready_path, ready_seconds. Fails when it has none.
load_release() {
  local line
  from=$service/releases/$1 mode='' directory='' port='' listen='' ready_path='' ready_seconds=''
  [[ -f $from/settings ]] || return
  while IFS= read -r line; do
    case $line in
      mode=*) mode=${line#*=} ;;
      directory=*) directory=${line#*=} ;;
      port=*) port=${line#*=} ;;
      listen=*) listen=${line#*=} ;;
      ready_path=*) ready_path=${line#*=} ;;
      ready_seconds=*) ready_seconds=${line#*=} ;;
    esac
  done <"$from/settings"
}

# private_port: REPLY = where the instance of the loaded release listens; fails while it has none.
private_port() {
  REPLY=
  { read -r REPLY <"$from/port"; } 2>/dev/null
  [[ $REPLY ]]
}

# find_live: live = the number of the release that is served, or empty. A project that was moved is served from its old place
# up to the switch.
find_live() {
  live=$(readlink -- "$service/project/current" 2>/dev/null) || live=
  live=${live##*/}
}

# answers PORT: below 500 where there is a path to ask for, else any connection.
answers() {
  local host
  for host in 127.0.0.1 ::1; do
    ! answers_at "$host" "$1" || return 0
  done
  return 1
}

answers_at() {
  local socket status=''
  { exec {socket}<>"/dev/tcp/$1/$2"; } 2>/dev/null || return
  if [[ ! $ready_path ]]; then
    exec {socket}>&-
    return 0
  fi
  {
    printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Devpilot\r\nConnection: close\r\n\r\n' "$ready_path" >&"$socket"
    read -r -t 10 -u "$socket" _ status _
    exec {socket}>&-
  } 2>/dev/null
  said="It answers $ready_path with status ${status:-none}."
  [[ $status =~ ^[1-4][0-9][0-9]$ ]]
}

# await_ready UNIT [PORT]: until it answers, on its private port without one. Fails, with `said`, when it never does.
await_ready() {
  local deadline=$((SECONDS + ready_seconds)) seen=-1 at=${2-}
  said='Nothing answers on its port.'
  while ((SECONDS <= deadline)); do
    [[ ${2-} ]] || { private_port && at=$REPLY; }
    [[ -z $at ]] || ! answers "$at" || return 0
    if ((SECONDS != seen)); then
      seen=$SECONDS
      read_unit "$1"
      ((ends < 3)) && [[ $state != failed && $state != inactive ]] || { said="It ended by itself, with code $code."; return 1; }
    fi
    pause 0.05
  done
  said+=" Devpilot waited for $ready_seconds seconds."
  return 1
}
