#!/usr/bin/env bash
# Tells an app's fence, after raising it when FENCE is given.
cd -P -- "${BASH_SOURCE[0]%/*}" && agent=$PWD || exit 78
. "$agent/common.sh"
. "$agent/fences.sh"

read_request
load_step 0
need_id APP
accepted=yes
if [[ ${ask[FENCE]-} ]]; then
  need_number FENCE
  mkdir -p -- "$root/apps/${ask[APP]}"
  raise_fence "${ask[APP]}" "${ask[FENCE]}" || accepted=no
fi
stored_fence "${ask[APP]}"
begin_answer
tell fence "$REPLY"
[[ $accepted == yes ]] || exit 75
