#!/usr/bin/env bash
# Sends a step's output from an offset, and how it ended.
cd -P -- "${BASH_SOURCE[0]%/*}" && agent=$PWD || exit 78
. "$agent/common.sh"
. "$agent/processes.sh"
. "$agent/steps.sh"
. "$agent/following.sh"

read_request
list_steps
load_step 1
need_id RUN
((${#steps[@]} == 1)) || refuse 64 'STEP is missing'
is_number "${ask[OFFSET]:=0}" || refuse 64 'OFFSET is not a number'
dir=$root/runs/${ask[RUN]}/${steps[0]}
read_step "$dir"
[[ $state != unknown ]] || exit 79
begin_answer
follow_step "$dir" "${ask[OFFSET]}" 0.01
tell_step "$dir" "${steps[0]}"
