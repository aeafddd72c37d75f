#!/usr/bin/env bash
# Forgets a run, or all that is kept of an app: never its releases, nor what its units run from.
cd -P -- "${BASH_SOURCE[0]%/*}" && agent=$PWD || exit 78
. "$agent/common.sh"
. "$agent/processes.sh"
. "$agent/steps.sh"

main() {
  read_request
  load_step 0
  begin_answer
  [[ ! ${ask[RUN]-} ]] || { need_id RUN; clean_run; }
  [[ ! ${ask[APP]-} ]] || { need_id APP; clean_app "$root/apps/${ask[APP]}"; }
}

clean_run() {
  local claim
  for claim in "$root/runs/${ask[RUN]}"/*/claim; do
    read_step "${claim%/claim}"
    [[ $state != running && $state != pending ]] || refuse 75 "step ${claim%/claim} still runs"
  done
  rm -rf -- "${root:?}/runs/${ask[RUN]}"
}

clean_app() {
  [[ -d $1 ]] || return 0
  find "$1" -mindepth 1 -maxdepth 1 ! -name service -exec rm -rf -- {} +
  rmdir -- "$1" 2>/dev/null || true
}

main
