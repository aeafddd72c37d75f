# shellcheck shell=bash
# Asks from the server itself whether the app answers: a URL, a port, or a command.

run_health() {
  local attempts=0 answered='' deadline probe url
  check_health && choose_probe || return
  deadline=$((SECONDS + 10#${ask[WAIT]:-$((ask[TRIES] ? 99999 : 30))}))
  while :; do
    ((++attempts))
    "$probe" && break
    [[ ! -e $dir/cancelled && ! -e $dir/timeout ]] || return 143
    if ((attempts == ask[TRIES] || SECONDS >= deadline)); then
      conclude no
      return 1
    fi
    say "Attempt $attempts: $answered"
    pause "${ask[INTERVAL]:-1}"
  done
  conclude yes
}

check_health() {
  [[ ${ask[WAIT]-30} =~ ^[0-9]{1,5}$ && ${ask[INTERVAL]-1} =~ ^[0-9]{1,4}$ ]] || { say 'WAIT is not a number of seconds.'; return 64; }
  [[ ${ask[TRIES]:=0} =~ ^(0|[1-9][0-9]{0,2})$ ]] || { say 'TRIES is not a number.'; return 64; }
  [[ ${ask[TRY_SECONDS]:=10} =~ ^[1-9][0-9]{0,2}$ ]] || { say 'TRY_SECONDS is not a number of seconds.'; return 64; }
  [[ ${ask[EXPECT]:=200-399} =~ ^[0-9]{3}(-[0-9]{3})?([ ,]+[0-9]{3}(-[0-9]{3})?)*$ ]] || { say 'EXPECT is not a list of statuses.'; return 64; }
}

conclude() {
  fact healthy "$1"
  fact attempts "$attempts"
  fact answered "$answered"
  [[ $1 == yes ]] || fact reason "$answered, after $(counted)"
  if [[ $1 == yes ]]; then say "Healthy: $answered"; else say "Not healthy after $(counted): $answered"; fi
}

counted() { if ((attempts == 1)); then printf '1 try'; else printf '%s tries' "$attempts"; fi; }

choose_probe() {
  if [[ ${ask[SCRIPT]-} ]]; then
    . "$agent/kinds/hook.sh"
    probe=probe_command
    env+=("DEVPILOT_CHECK=${ask[SCRIPT]}" "DEVPILOT_TRY_SECONDS=${ask[TRY_SECONDS]}")
    # shellcheck disable=SC2016
    ask[SCRIPT]='exec timeout -k 5 "$DEVPILOT_TRY_SECONDS" bash <(printf %s "$DEVPILOT_CHECK")'
  elif [[ ${ask[PORT]-} && ! ${ask[URL]-}${ask[URL_PATH]-} ]]; then
    is_number "${ask[PORT]}" && ((ask[PORT] > 0 && ask[PORT] < 65536)) || { say 'PORT is not a port.'; return 64; }
    probe=probe_port
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
  ((status != 124)) || answered="not ended within ${ask[TRY_SECONDS]} s"
  ((status == 0))
}

# The port is taken from the environment by a shell that is a constant.
probe_port() {
  local host
  for host in 127.0.0.1 ::1; do
    # shellcheck disable=SC2016
    HOST=$host PORT=${ask[PORT]} timeout "${ask[TRY_SECONDS]}" bash -c 'exec 3<>"/dev/tcp/$HOST/$PORT"' 2>/dev/null || continue
    answered="port ${ask[PORT]} takes connections"
    return 0
  done
  answered="nothing takes connections on port ${ask[PORT]}"
  return 1
}

# The address may hold a secret, so curl reads it from stdin. What is too long is cut, and searched as far as it goes.
probe_url() {
  local status said code body=/dev/null
  [[ ! ${ask[EXPECT_TEXT]-} ]] || body=$dir/body
  said=$(
    trap '' XFSZ
    ulimit -f 10240
    {
      printf 'url = "%s"\n' "$url"
      [[ ! ${ask[HOST]-} ]] || printf 'header = "Host: %s"\n' "${ask[HOST]}"
    } | curl --silent --show-error --output "$body" --write-out '%{http_code}' --max-time "${ask[TRY_SECONDS]}" \
      --proto =http,https --globoff --disable --config - 2>&1
  )
  code=$? status=${said: -3}
  judge_status || return
  ((code != 28)) || { answered+=", but not whole within ${ask[TRY_SECONDS]} s"; return 1; }
  judge_text <"$body"
}

# Without curl: plain http, by bash itself.
probe_socket() {
  local rest=${url#http://} host port path status='' said='' socket
  [[ $url == http://* ]] || { answered='curl is not installed on this server, and https needs it'; return 1; }
  host=${rest%%[/?#]*} port=80 path=${rest#"${rest%%[/?#]*}"}
  [[ $path == /* ]] || path=/$path
  path=${path%%#*}
  [[ $host != *:* ]] || port=${host##*:} host=${host%:*}
  said="nothing answers at $host:$port"
  if { exec {socket}<>"/dev/tcp/$host/$port"; } 2>/dev/null; then
    printf 'GET %s HTTP/1.0\r\nHost: %s\r\nConnection: close\r\n\r\n' "$path" "${ask[HOST]:-$host}" >&"$socket"
    read -r -t "${ask[TRY_SECONDS]}" -u "$socket" _ status _
    judge_status && judge_text < <(timeout "${ask[TRY_SECONDS]}" head -c 10485760 <&"$socket")
    local well=$?
    exec {socket}>&-
    return "$well"
  fi
  judge_status
}

judge_text() {
  [[ ${ask[EXPECT_TEXT]-} ]] || return 0
  grep -qaF -f <(printf '%s\n' "${ask[EXPECT_TEXT]}") && return
  answered+=", without the wanted text"
  return 1
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
