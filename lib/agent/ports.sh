# shellcheck shell=bash
# Ports of this machine, as the kernel tells. Also sourced by what the units run.

# is_listening PORT: something has it, whoever that is.
is_listening() {
  local hex
  printf -v hex %04X "$1"
  grep -qsE "^ *[0-9]+: [0-9A-F]+:$hex [0-9A-F]+:0000 0A " /proc/net/tcp /proc/net/tcp6
}

# count_requests PORT: REPLY = how many connections to it are open on this machine: the front has one for each request.
count_requests() {
  local hex
  printf -v hex %04X "$1"
  REPLY=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -cE "^ *[0-9]+: [0-9A-F]+:[0-9A-F]{4} [0-9A-F]+:$hex 0[128] ")
}

# choose_port: REPLY = one that nothing listens on, below those that the kernel gives to outgoing connections.
choose_port() {
  local tries
  for ((tries = 0; tries < 200; tries++)); do
    REPLY=$((20000 + RANDOM % 10000))
    is_listening "$REPLY" || return 0
  done
  return 1
}

now_ms() {
  if [[ ${EPOCHREALTIME-} ]]; then REPLY=${EPOCHREALTIME/[.,]/} REPLY=${REPLY%???}; else REPLY=$(date +%s%3N); fi
}
