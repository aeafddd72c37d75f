# shellcheck shell=bash
# An app as services of systemd: which manager has them, how it is asked, and how its files are written.

# use_service: the names and places of the app's service.
use_service() { service=$root/apps/$app/service unit=devpilot-$app; }

# find_manager: manager = system | user, and `ctl` asks it. Fails with a sentence where there is none.
find_manager() {
  manager='' as_root=() whose=()
  local known=''
  if [[ -f $service/manager ]]; then read -r known <"$service/manager"; fi
  if [[ -d /run/systemd/system ]]; then
    { [[ $known != user ]] && use_system; } || { [[ $known != system ]] && use_own; } && return
  fi
  if [[ $known == system ]]; then
    say "The service of this app belongs to the system's systemd, and $USER may not use sudo without a password any more."
  else
    say "An app that is to be kept running needs systemd. $USER may use the system's with sudo without a password, or one" \
      "of its own when an administrator has allowed it: loginctl enable-linger $USER"
  fi
  return 69
}

use_system() {
  if ((EUID != 0)); then
    sudo -n true 2>/dev/null || return
    as_root=(sudo -n)
  fi
  manager=system unit_directory=/etc/systemd/system wants=multi-user.target
}

# The user's own manager, where it stays when nobody is logged in.
use_own() {
  command -v loginctl >/dev/null || return
  [[ -e /var/lib/systemd/linger/$USER ]] || loginctl enable-linger >/dev/null 2>&1 || return
  export XDG_RUNTIME_DIR=/run/user/$EUID
  whose=(--user)
  timeout 10 systemctl --user show-environment >/dev/null 2>&1 || { whose=(); return 1; }
  manager=user unit_directory=$HOME/.config/systemd/user wants=default.target
}

ctl() { "${as_root[@]}" systemctl "${whose[@]}" --quiet --no-ask-password "$@" 2>&1; }

is_active() { ctl is-active -- "$1" >/dev/null; }

# read_unit UNIT: state, substate, ends (how often it has ended by itself), code (of the last end).
read_unit() {
  local line
  state='' substate='' ends=0 code=''
  while IFS= read -r line; do
    case $line in
      ActiveState=*) state=${line#*=} ;;
      SubState=*) substate=${line#*=} ;;
      NRestarts=*) ends=${line#*=} ;;
      ExecMainStatus=*) code=${line#*=} ;;
    esac
  done < <(ctl show -p ActiveState -p SubState -p NRestarts -p ExecMainStatus -- "$1")
  [[ $ends =~ ^[0-9]+$ ]] || ends=0
}

# list_units GLOB: fills `units` with those that run, have failed or are enabled.
list_units() {
  local one active
  units=()
  while read -r one _ active _; do
    [[ -z $one || $active == inactive || " ${units[*]} " == *" $one "* ]] || units+=("$one")
  done < <(
    ctl list-units --all --plain --no-legend --full -- "$1"
    for one in "$unit_directory/$wants.wants"/$1; do [[ ! -L $one ]] || printf '%s\n' "${one##*/}"; done
  )
}

# put_file FILE TEXT: whole or not at all, and readable by its owner only.
put_file() { printf '%s' "$2" >"$1.new" && mv -T -- "$1.new" "$1" || { say "The file $1 could not be written."; return 74; }; }

# put_unit NAME TEXT: changed = yes when it was another.
put_unit() {
  local file=$unit_directory/$1
  if [[ -r $file && $(<"$file") == "$2" ]]; then return 0; fi
  changed=yes
  "${as_root[@]}" mkdir -p -- "$unit_directory" && "${as_root[@]}" install -m 644 -T -- /dev/stdin "$file.new" <<<"$2" &&
    "${as_root[@]}" mv -T -- "$file.new" "$file" || { say "The unit $file could not be written."; return 73; }
}

# show_log UNIT SINCE: its last lines.
show_log() {
  "${as_root[@]}" journalctl "${whose[@]}" --no-pager --quiet --output cat --lines 50 --since "@$2" --unit "$1" 2>/dev/null | head -c 65536
}

# remove_service: everything of it is ended, and gone.
remove_service() {
  local one
  for one in "$unit@*.service" "$unit.work@*.service"; do
    list_units "$one"
    ((${#units[@]} == 0)) || ctl disable --now -- "${units[@]}" >/dev/null
  done
  ctl disable --now -- "$unit.socket" "$unit.service" >/dev/null
  "${as_root[@]}" rm -f -- "$unit_directory/$unit.socket" "$unit_directory/$unit.service" \
    "$unit_directory/$unit@.service" "$unit_directory/$unit.work@.service"
  ctl daemon-reload
  ctl reset-failed -- "$unit*" >/dev/null
  rm -rf -- "${service:?}"
}
