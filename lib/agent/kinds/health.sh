# shellcheck shell=bash
# Asks from the server itself whether the app answers: a URL, a path on a local port, or a command.

run_health() {
  local deadline=$((SECONDS + ${ask[WAIT]:-30})) attempts=0 answered=''
  [[ ${ask[WAIT]-30} =~ ^[0-9]{1,5}$ && ${ask[INTERVAL]-1} =~ ^[0-9]{1,4}$ ]] || { say 'WAIT is not a number of seconds.'; return 64; }
  [[ ${ask[EXPECT]:=200-399} =~ ^[0-9]{3}(-[0-9]{3})?([ ,]+[0-9]{3}(-[0-9]{3})?)*$ ]] || { say 'EXPECT is not a list of statuses.'; return 64; }
  choose_probe || return
  while :; do
    ((++attempts))
    "$probe" && break
    [[ ! -e $dir/cancelled && ! -e $dir/timeout ]] || return 143
    if ((SECONDS >= deadline)); then
      conclude no
      return 1
    fi
    say "Attempt $attempts: $answered"
    pause "${ask[INTERVAL]:-1}"
  done
  conclude yes
}

conclude() {
  fact healthy "$1"
  fact attempts "$attempts"
  fact answered "$answered"
  [[ $1 == yes ]] || fact reason "$answered"
  if [[ $1 == yes ]]; then say "Healthy: $answered"; else say "Not healthy after $attempts attempts: $answered"; fi
}

choose_probe() {
  if [[ ${ask[SCRIPT]-} ]]; then
    . "$agent/kinds/hook.sh"
    probe=probe_command
  elif [[ ${ask[URL]-} =~ ^https?://[^[:cntrl:][:space:]\"\\]+$ || ${ask[PORT]-} =~ ^[0-9]{1,5}$ ]]; then
    probe=probe_url
    url=${ask[URL]-}
    [[ ${ask[URL_PATH]-/} =~ ^/[^[:cntrl:][:space:]\"\\]*$ && ${ask[HOST]-} =~ ^[A-Za-z0-9.:-]*$ ]] ||
      { say 'The path or host to check is not valid.'; return 64; }
    [[ $url ]] || url=http://127.0.0.1:${ask[PORT]}${ask[URL_PATH]:-/}
    command -v curl >/dev/null || probe=probe_socket
  else
    say 'There is nothing to check: neither a URL, nor a port, nor a command.'
    return 64
  fi
}

probe_command() {
  run_hook
  local status=$?
  answered="exit code $status"
  ((status == 0))
}

# The address may hold a secret, so curl reads it from stdin.
probe_url() {
  local status said
  said=$(
    {
      printf 'url = "%s"\n' "$url"
      [[ ! ${ask[HOST]-} ]] || printf 'header = "Host: %s"\n' "${ask[HOST]}"
    } | curl --silent --show-error --output /dev/null --write-out '%{http_code}' --max-time 10 --max-filesize 10000000 \
      --proto =http,https --globoff --disable --config - 2>&1
  )
  status=${said: -3}
  judge_status
}

# Without curl: plain http, by bash itself.
probe_socket() {
  local rest=${url#http://} host port status='' said='' socket
  [[ $url == http://* ]] || { answered='curl is not installed on this server, and https needs it'; return 1; }
  host=${rest%%/*} port=80
  [[ $host != *:* ]] || port=${host##*:} host=${host%:*}
  said="nothing answers at $host:$port"
  if { exec {socket}<>"/dev/tcp/$host/$port"; } 2>/dev/null; then
    printf 'GET %s HTTP/1.0\r\nHost: %s\r\nConnection: close\r\n\r\n' "/${rest#*/}" "${ask[HOST]:-$host}" >&"$socket"
    read -r -t 10 -u "$socket" _ status _
    exec {socket}>&-
  fi
  judge_status
}

judge_status() {
  local range
  [[ $status =~ ^[0-9]{3}$ && $status != 000 ]] || { answered=${said%000}; return 1; }
  answered="status $status"
  for range in ${ask[EXPECT]//,/ }; do
    ((status >= ${range%-*} && status <= ${range#*-})) && return
  done
  return 1
}
