# shellcheck shell=bash
# A release that is still on the server is made live again, just as a new one is.

run_rollback() {
  . "$agent/kinds/release.sh"
  run_release
}
