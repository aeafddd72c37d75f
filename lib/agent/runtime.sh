#!/usr/bin/env bash
# Puts a program that an app requires on its server: by mise (https://mise.jdx.dev) as the user that runs this, or from
# Debian's packages as root. A hook runs it. DEVPILOT_TOOL is the program, or ext-<name> for an extension of PHP;
# DEVPILOT_WANTED the beginning of the versions that will do, empty for any; DEVPILOT_LEAST the oldest of them.
export LC_ALL=C NO_COLOR=1 MISE_YES=1
tool=${DEVPILOT_TOOL-} wanted=${DEVPILOT_WANTED-} least=${DEVPILOT_LEAST-} app=${DEVPILOT_APP-}
text=$tool${wanted:+ $wanted}
runtimes=$HOME/.devpilot/apps/$app/runtimes

main() {
  [[ $tool =~ ^[a-z][a-z0-9._+-]{0,99}$ && $wanted =~ ^[0-9.]*$ && $least =~ ^[0-9.]*$ && $app =~ ^[A-Za-z0-9][A-Za-z0-9_-]*$ ]] ||
    give_up 64 'What is to be installed was not understood.'
  cd / || exit
  if is_there; then say "$tool $found is there."; exit; fi
  name_ways
  [[ $by_mise || $packages ]] || give_up 69 "Devpilot does not know how to install $tool: install it on the server, then deploy again."
  if [[ $by_mise ]] && with_mise; then done_with mise; fi
  if [[ $packages ]] && with_packages; then done_with "Debian's packages"; fi
  give_up 69 "$text could not be installed: what was tried is above."
}

say() { printf '%s\n' "$*"; }
give_up() { say "$2"; exit "$1"; }

done_with() {
  hash -r
  is_there || give_up 69 "$text was installed by $1, but ${found:-nothing that starts} is what is there."
  say "$tool $found was installed by $1."
  exit
}

# is_there: in a version that will do; `found` is the one that is there.
is_there() {
  found=
  if [[ $tool == ext-* ]]; then
    php -m 2>/dev/null </dev/null | grep -qixF -- "${tool#ext-}" && found='of PHP'
    return
  fi
  type -P -- "$tool" >/dev/null || return
  found=$(timeout 10 "$tool" "$(version_option)" 2>&1 </dev/null) && [[ $found =~ [0-9]+(\.[0-9]+)* ]] && found=${BASH_REMATCH[0]} || { found=; return 1; }
  will_do "$found"
}

version_option() {
  case $tool in
    go) printf version ;;
    nginx) printf -- -v ;;
    *) printf -- --version ;;
  esac
}

# will_do VERSION: it begins as wanted, and is not older than the oldest.
will_do() {
  [[ -z $wanted || $1 == "$wanted" || $1 == "$wanted".* ]] || return
  [[ -z $least ]] || printf '%s\n' "$least" "$1" | sort -C -V
}

# name_ways: what mise and Debian call it; empty where they don't have it.
name_ways() {
  by_mise='' packages=''
  case $tool in
    node | npm) by_mise=node packages='nodejs npm' ;;
    python3 | pip) by_mise=python packages='python3 python3-venv python3-pip' ;;
    ruby | bundle) by_mise=ruby packages='ruby ruby-dev bundler' ;;
    go) by_mise=go packages=golang-go ;;
    pnpm | yarn | bun | uv | poetry) by_mise=$tool ;;
    php) packages='php-cli php-fpm' ;;
    composer | git | curl | nginx) packages=$tool ;;
    ext-*) packages=$(extension_package) ;;
  esac
}

# Debian names an extension after the version of PHP that it is for, and once more without.
extension_package() {
  local version
  version=$(php -r 'echo PHP_MAJOR_VERSION.".".PHP_MINOR_VERSION;' 2>/dev/null </dev/null)
  printf 'php%s-%s' "$version" "${tool#ext-}"
}

with_mise() {
  local request=$by_mise@$wanted directory directories
  # The version of npm or pip is not the version of what it comes with.
  [[ $tool == "$by_mise"* && $wanted ]] || request=$by_mise@latest
  [[ $request != node@latest ]] || request=node@lts
  find_mise || return
  say "Installing $request with mise."
  "$mise" install "$request" </dev/null || { say "mise could not install $request."; return 1; }
  directories=$("$mise" bin-paths "$request" </dev/null) && [[ $directories ]] || { say "mise does not say where it put $request."; return 1; }
  mkdir -p -- "$runtimes" || return
  while IFS= read -r directory; do
    directory=$(readlink -f -- "$directory") && printf '%s\n' "$directory" && PATH=$directory:$PATH
  done <<<"$directories" >"$runtimes/.$by_mise.$BASHPID"
  mv -T -- "$runtimes/.$by_mise.$BASHPID" "$runtimes/$by_mise"
}

find_mise() {
  local place=$HOME/.local/bin/mise installer
  mise=$(type -P mise) || mise=$place
  [[ ! -x $mise ]] || return 0
  say "Installing mise to $place."
  installer=$(download "${MISE_INSTALLER_URL:-https://mise.run}") && [[ $installer == '#!'* ]] ||
    { say 'mise could not be fetched: this server does not reach https://mise.run. MISE_INSTALLER_URL may name another place.'; return 1; }
  MISE_INSTALL_PATH=$place MISE_INSTALL_HELP=0 sh -s <<<"$installer" && [[ -x $place ]] || { say 'mise could not be installed.'; return 1; }
}

download() {
  if type -P curl >/dev/null; then
    curl -fsSL --connect-timeout 20 --max-time 300 -- "$1"
  elif type -P wget >/dev/null; then
    wget -q -T 20 -O - -- "$1"
  else
    say 'Neither curl nor wget is on this server.' >&2
    return 1
  fi
}

with_packages() {
  local root=()
  type -P apt-get >/dev/null || { say "This server has no apt-get: let an administrator install $packages or what it is called there."; return 1; }
  if ((EUID != 0)); then
    root=(sudo -n)
    sudo -n true 2>/dev/null || { say "$USER may not install packages here. Let an administrator run: apt-get install $packages"; return 1; }
  fi
  is_offered || { "${root[@]}" apt-get update -qq </dev/null; is_offered; } || { say "Debian offers ${offered:-no package} for $text."; return 1; }
  say "Installing $packages with apt-get."
  # shellcheck disable=SC2086
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -- $packages </dev/null
}

# is_offered: there is a package, and where a version is wanted it is one that will do.
is_offered() {
  local package=${packages%% *}
  offered=$(apt-cache policy -- "$package" 2>/dev/null | sed -n 's/^ *Candidate: //p')
  [[ $offered && $offered != '(none)' ]] || { offered=; return 1; }
  offered=${offered#*:}
  [[ $tool == ext-* || (-z $wanted && -z $least) ]] || { [[ $offered =~ ^[0-9]+(\.[0-9]+)* ]] && will_do "${BASH_REMATCH[0]}"; }
}

main
