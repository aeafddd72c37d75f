# shellcheck shell=bash
# git with nothing of the host's or the repository's configuration, and what its refusals mean.

# use_git PRIVATE: reads URL, USERNAME, PASSWORD, PRIVATE_KEY, KNOWN_HOSTS, ALLOW_HTTP from `ask`. PRIVATE is a directory that
# only we can read. Fails with a sentence.
use_git() {
  private=$1 url=${ask[URL]-} protocols=https:ssh
  [[ ! ${ask[ALLOW_HTTP]-} == 1 ]] || protocols+=:http
  check_url || return
  local name
  for name in "${!GIT_@}"; do unset "$name"; done
  export HOME=$private GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_ATTR_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0 \
    GIT_ALLOW_PROTOCOL=$protocols GIT_PROTOCOL_FROM_USER=0 GIT_ASKPASS=true
  for name in "${proxy[@]}"; do export "${name?}"; done
  options=(
    -c core.hooksPath=/dev/null -c core.fsmonitor=false -c core.fsync=none -c gc.auto=0 -c maintenance.auto=false
    -c submodule.recurse=false -c fetch.recurseSubmodules=false -c protocol.ext.allow=never -c protocol.version=2
    -c http.followRedirects=initial -c http.lowSpeedLimit=100 -c http.lowSpeedTime=60 -c credential.helper=
  )
  use_password && use_key
}

check_url() {
  local origin='' rest
  [[ $url && ${#url} -le 2048 && $url != *[[:cntrl:]]* && $url != *' '* && $url != -* ]] ||
    { say 'The address of the repository is not one that git can use.'; return 64; }
  case $url in
    https://* | http://*)
      rest=${url#*://}
      [[ ${rest%%/*} != *@* ]] || { say 'The address of the repository has a password or user in it; they belong beside it.'; return 64; }
      [[ ${rest%%/*} =~ ^[][A-Za-z0-9.:_-]+$ && $rest != -* ]] || { say 'The address of the repository has no valid host.'; return 64; }
      [[ $url == https://* || ${ask[ALLOW_HTTP]-} == 1 ]] ||
        { say 'Plain http is not allowed for this host: the password and the code could be read and changed on the way.'; return 64; }
      origin=${url%%://*}://${rest%%/*}
      ;;
    ssh://*) rest=${url#ssh://} && is_ssh_host "${rest%%/*}" ;;
    *://* | *::*) false ;;
    *:*) is_ssh_host "${url%%:*}" && [[ ${url%%:*} != */* ]] ;;
    *) false ;;
  esac || { say 'The address of the repository is neither https:// nor ssh:// nor user@host:path.'; return 64; }
  export DEVPILOT_GIT_ORIGIN=$origin
}

is_ssh_host() { [[ $1 =~ ^([A-Za-z0-9._][A-Za-z0-9._+-]*@)?[][A-Za-z0-9][][A-Za-z0-9.:_-]*$ ]]; }

use_password() {
  [[ ${ask[PASSWORD]-} ]] || return 0
  [[ ${ask[USERNAME]-}${ask[PASSWORD]} != *$'\n'* ]] || { say 'The password for git has a line end in it.'; return 64; }
  export DEVPILOT_GIT_USER=${ask[USERNAME]:-git} DEVPILOT_GIT_PASSWORD=${ask[PASSWORD]} DEVPILOT_CREDENTIALS=$agent/credentials.sh
  # shellcheck disable=SC2016
  options+=(-c 'credential.helper=!bash "$DEVPILOT_CREDENTIALS"')
}

# The command for ssh is a constant; its values are variables of the shell that git runs it with.
use_key() {
  local checking=accept-new
  known_hosts=$private/known_hosts
  if [[ ${ask[KNOWN_HOSTS]-} ]]; then
    checking=yes
    printf '%s\n' "${ask[KNOWN_HOSTS]}" >"$known_hosts" || return 74
  elif [[ ${app-} ]]; then
    known_hosts=$root/apps/$app/known_hosts
  fi
  export DEVPILOT_SSH_KEY=/dev/null DEVPILOT_KNOWN_HOSTS=$known_hosts DEVPILOT_HOST_CHECKING=$checking GIT_SSH_VARIANT=ssh
  if [[ ${ask[PRIVATE_KEY]-} ]]; then
    DEVPILOT_SSH_KEY=$private/key
    printf '%s\n' "${ask[PRIVATE_KEY]}" >"$DEVPILOT_SSH_KEY" || return 74
  fi
  # shellcheck disable=SC2016
  export GIT_SSH_COMMAND='ssh -F /dev/null -i "$DEVPILOT_SSH_KEY" -o IdentitiesOnly=yes -o IdentityAgent=none -o BatchMode=yes -o UserKnownHostsFile="\"$DEVPILOT_KNOWN_HOSTS\"" -o GlobalKnownHostsFile=/dev/null -o StrictHostKeyChecking="$DEVPILOT_HOST_CHECKING" -o ConnectTimeout=20 -o ServerAliveInterval=15 -o ServerAliveCountMax=4 -o PermitLocalCommand=no -o LogLevel=ERROR'
}

is_commit() { [[ $1 =~ ^([0-9a-f]{40}|[0-9a-f]{64})$ ]]; }

# As git-check-ref-format says; the name is only ever used after refs/heads/ or refs/tags/.
is_branch() {
  [[ $1 && ${#1} -le 255 && $1 != *[[:cntrl:]]* && $1 != *' '* && $1 != *[~^:?*[\\]* && $1 != *..* && $1 != *@\{* &&
    $1 != /* && $1 != */ && $1 != *//* && $1 != *.lock && $1 != */.* && $1 != .* && $1 != *. ]]
}

# is_unadvertised: git said that the host does not give out a commit by its id, or does not have it at a tip.
is_unadvertised() {
  [[ $said == *'not our ref'* || $said == *unadvertised* || $said == *"ouldn't find remote ref ${ask[COMMIT]}"* ||
    $said == *'no such remote ref'* || $said == *'does not allow'* || $said == *'remote error'* ]]
}

forget_secrets() { rm -rf -- "$private/key" "$private/known_hosts" "$private/index" "$private/history.git"; }

# try_git ARGUMENT…: what git says goes to `said`, and to the output when it fails.
try_git() { git "${options[@]}" "$@" 2>"$private/said" || { said=$(<"$private/said"); return 1; }; }

# explain_git: what git said, as a sentence, and in one word.
explain_git() {
  printf '%s\n' "$said"
  case $said in
    *'No space left'* | *'Disk quota exceeded'*) explain 'disk full' 'The disk of this server is full.' ;;
    *'HOST IDENTIFICATION HAS CHANGED'* | *'Host key for '*' has changed'*)
      explain host_key_changed "The git host's key has changed. Check its new fingerprint before you trust it." ;;
    *'Host key verification failed'*)
      explain host_key_unknown "The git host's key is not the one that is known for it." ;;
    *'Permission denied ('* | *'Permission denied, please try again'*)
      explain key_refused 'The git host refused the deploy key: Permission denied (publickey). Add the public key to the repository.' ;;
    *'Authentication failed'* | *'could not read Username'* | *'could not read Password'* | *'returned error: 40'[13]* | *'Access denied'*)
      explain password_refused 'The git host refused the user name or token, or it gives no access to this repository.' ;;
    *'not allowed'*transport* | *transport*'not allowed'*)
      explain protocol 'The git host sent us to an address that is not allowed.' ;;
    *'ould not resolve host'* | *'Connection refused'* | *'onnection timed out'* | *'Operation timed out'* | *'No route to host'* | \
      *'Network is unreachable'* | *'ailed to connect'* | *"Couldn't connect"* | *'onnection reset'* | *'Connection closed'* | \
      *'too slow'* | *'Empty reply'* | *'unexpected disconnect'* | *'early EOF'* | *'returned error: 5'* | *'returned error: 429'*)
      explain network 'The git host could not be reached from this server, or it did not answer as one.' ;;
    *certificate* | *SSL* | *TLS*)
      explain tls "The git host's certificate is not one that this server trusts." ;;
    *"ouldn't find remote ref refs/heads/"*)
      explain branch_missing "The branch '${ask[BRANCH]-}' is not in the repository." ;;
    *"ouldn't find remote ref refs/tags/"*)
      explain tag_missing "The tag '${ask[TAG]-}' is not in the repository." ;;
    *'not our ref'* | *'unadvertised object'* | *'no such remote ref'* | *"ouldn't find remote ref"* | *'does not allow request'*)
      explain commit_gone "The commit ${ask[COMMIT]-} is not in the repository any more." ;;
    *'not found'* | *'does not appear to be a git repository'* | *'does not exist'* | *'returned error: 404'* | *'returned error: 410'*)
      explain repository_missing 'There is no such repository, or these credentials do not show it.' ;;
    *) explain git 'git could not do it; its own words are above.' ;;
  esac
}

explain() {
  why=$1 sentence=$2
  say "$2"
}
