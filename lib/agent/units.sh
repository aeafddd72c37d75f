# shellcheck shell=bash
# The text of an app's units. They hold paths and the name of a user, and nothing else of an app.

# put_units: what every instance and process runs by, and the files that these name.
put_units() {
  local who='' run
  if [[ $manager == system ]]; then
    who=$EUID
    ! is_user "$USER" || who=$USER
    who=$'\n'User=$who
  fi
  put_program serve.sh && put_program ports.sh || return
  unit_word "$BASH" && run=$REPLY && unit_word "$service/serve.sh" && run+=" $REPLY"
  put_unit "$unit@.service" "$(instance_unit)" && put_unit "$unit.work@.service" "$(process_unit)"
}

# put_program NAME [FROM]: a copy for the units, which outlives this version of the agent.
put_program() {
  local file=$service/$1
  if cmp -s -- "$agent/${2-}$1" "$file"; then return 0; fi
  renewed=yes
  cp -- "$agent/${2-}$1" "$file.new" && mv -T -- "$file.new" "$file" || { say "The file $file could not be written."; return 74; }
}

# unit_word TEXT: REPLY = as one word of a unit's command.
unit_word() {
  REPLY=${1//\\/\\\\}
  REPLY=${REPLY//\"/\\\"} REPLY=${REPLY//%/%%}
  REPLY="\"${REPLY//\$/\$\$}\""
}

# One that ends is started again, for as long as it is wanted.
instance_unit() {
  cat <<END
[Unit]
Description=Devpilot: release %i of app $app
After=network-online.target
Wants=network-online.target
StartLimitIntervalSec=0

[Service]$who
ExecStart=$run web %i
Restart=always
RestartSec=500ms
RestartPreventExitStatus=78
SuccessExitStatus=143
TimeoutStopSec=30
LimitNOFILE=65536

[Install]
WantedBy=$wants
END
}

process_unit() {
  cat <<END
[Unit]
Description=Devpilot: process %i of app $app
After=network-online.target
Wants=network-online.target
StartLimitIntervalSec=0

[Service]$who
ExecStart=$run work %i
Restart=always
RestartSec=500ms
RestartPreventExitStatus=78
SuccessExitStatus=143
TimeoutStopSec=30
LimitNOFILE=65536

[Install]
WantedBy=$wants
END
}

# socket_unit PORT LISTEN: systemd holds the port, whatever happens to the front.
socket_unit() {
  local address=127.0.0.1:$1
  [[ $2 != public ]] || address=$1
  cat <<END
[Unit]
Description=Devpilot: port of app $app

[Socket]
ListenStream=$address
Backlog=4096
NoDelay=true

[Install]
WantedBy=sockets.target
END
}

front_unit() {
  cat <<END
[Unit]
Description=Devpilot: front of app $app
Requires=$unit.socket
After=$unit.socket
StartLimitIntervalSec=0

[Service]$who
ExecStart=$run
Restart=always
RestartSec=100ms
KillMode=mixed
TimeoutStopSec=15
LimitNOFILE=65536

[Install]
WantedBy=$wants
END
}
