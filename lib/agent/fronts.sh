# shellcheck shell=bash
# The front of an app: it holds the app's own port, on the server's own Node or Python.

# find_front: front = the command of a unit that runs it, or empty where the server has neither.
find_front() {
  local path
  front=
  # One of the system's stays; what a version manager has for a user may go any time.
  for path in /usr/local/bin:/usr/bin:/bin "$PATH"; do
    program=$(PATH=$path is_node) && front_files=(front.mjs) && front_words=("$program" "$service/front.mjs") && break
    program=$(PATH=$path is_python) && front_files=(messages.py front.py) && front_words=("$program" -E -s -B "$service/front.py") && break
  done
  [[ $program && $program != *[[:cntrl:]\$]* ]] || return 0
  front=yes
}

is_node() { timeout 10 node -e 'if (parseInt(process.versions.node) < 14) process.exit(1); console.log(process.execPath)' 2>/dev/null; }

is_python() { timeout 10 python3 -E -s -c 'import asyncio, sys; print(sys.executable) if sys.version_info >= (3, 7) else sys.exit(1)' 2>/dev/null; }

# holds_port PORT: the front's socket is it that listens there.
holds_port() {
  is_active "$unit.socket" && [[ $(ctl show -p Listen -- "$unit.socket") =~ [=:\ ]$1\ \(Stream\) ]]
}

# put_front: its units for the loaded release; changed and renewed say what has to be started anew.
put_front() {
  local name run='' who=''
  [[ $manager != system ]] || who=$'\n'User=$(is_user "$USER" && echo "$USER" || echo "$EUID")
  for name in "${front_files[@]}"; do put_program "$name" front/ || return; done
  for name in "${front_words[@]}" "$service"; do
    unit_word "$name"
    run+=${run:+ }$REPLY
  done
  put_unit "$unit.service" "$(front_unit)" && [[ ! $changed ]] || renewed=yes
  changed=
  put_unit "$unit.socket" "$(socket_unit "$port" "$listen")"
}

# use_front: the front of the loaded release has its port. gap = for how many milliseconds nobody had it.
use_front() {
  local changed='' renewed='' began
  gap=0
  put_front || return
  [[ ! $changed && ! $renewed ]] || ctl daemon-reload
  ctl enable -- "$unit.socket" "$unit.service" || return
  if [[ ! $changed ]] && is_active "$unit.socket" && ! is_active "$unit@live.service"; then
    # Connections wait at the socket while its front is another.
    [[ ! $renewed ]] || { ctl restart --no-block -- "$unit.service"; return; }
    is_active "$unit.service" || ctl start -- "$unit.service"
    return
  fi
  now_ms && began=$REPLY
  ctl stop -- "$unit.socket" "$unit.service"
  ctl disable --now -- "$unit@live.service" >/dev/null
  ctl start -- "$unit.socket" && ctl start -- "$unit.service" || { say "The port $port could not be taken: is it in use by something else?"; return 1; }
  front_runs || { say 'The front of the app does not answer. Its last lines:'; show_log "$unit.service" "$((began / 1000))"; return 1; }
  now_ms
  gap=$((REPLY - began))
}

# It refuses a CONNECT by itself, so the app need not be asked.
front_runs() {
  local tries socket status
  for ((tries = 0; tries < 40; tries++)); do
    status=
    {
      exec {socket}<>"/dev/tcp/127.0.0.1/$port" && printf 'CONNECT devpilot:1 HTTP/1.1\r\nHost: devpilot\r\n\r\n' >&"$socket" &&
        read -r -t 2 -u "$socket" _ status _
      exec {socket}>&-
    } 2>/dev/null
    [[ $status != 405 ]] || return 0
    pause 0.1
  done
  return 1
}

drop_front() {
  ctl disable --now -- "$unit.socket" "$unit.service" >/dev/null
  "${as_root[@]}" rm -f -- "$unit_directory/$unit.socket" "$unit_directory/$unit.service"
}
