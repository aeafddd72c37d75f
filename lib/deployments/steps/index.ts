import type { Step } from "#lib/runs/ledger.ts";
import type { OwnStep } from "../order.ts";
import { checkOutputStep } from "./check-output.ts";
import { fetchStep } from "./fetch.ts";
import { healthStep } from "./health.ts";
import { hookStep } from "./hook.ts";
import { pruneStep } from "./prune.ts";
import { releaseStep } from "./release.ts";
import { retireStep } from "./retire.ts";
import { rollbackStep } from "./rollback.ts";
import { scriptStep } from "./script.ts";
import { setupStep } from "./setup.ts";
import { startStep } from "./start.ts";
import type { StepDefinition } from "./step.ts";

const own: Record<OwnStep["kind"], StepDefinition> = {
  fetch: fetchStep,
  setup: setupStep,
  install: scriptStep,
  build: scriptStep,
  check_output: checkOutputStep,
  start: startStep,
  release: releaseStep,
  rollback: rollbackStep,
  retire: retireStep,
  health: healthStep,
  prune: pruneStep,
};

/** What a row of the ledger does. */
export function stepDefinition(step: Step): StepDefinition {
  return step.isHook ? hookStep : own[step.kind as OwnStep["kind"]];
}
