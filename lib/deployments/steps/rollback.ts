import { rebuildMissing } from "./rebuild-missing.ts";
import { releaseStep } from "./release.ts";
import type { StepDefinition } from "./step.ts";

/** Makes an earlier release live again; when its directory has gone, it is built again from its commit. */
export const rollbackStep: StepDefinition = { ...releaseStep, rebuild: rebuildMissing };
