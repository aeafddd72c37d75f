import { actionOf } from "#lib/pipelines/actions/index.ts";
import { places, type StepDefinition } from "./step.ts";

/** A hook of the pipeline: its action says what to run, as it was when the deployment was queued. */
export const hookStep: StepDefinition = {
  order(job, step) {
    const { kind, data, script } = actionOf(step.kind).toStep(step.input, job.app);
    const isScript = kind === "hook";
    const extra = Object.entries(data).map(([key, value]) => `${key}=${value}`);
    return {
      kind,
      header: {
        ...places(job),
        ...(isScript ? { SCRIPT: script ?? "", ENV: [...job.environment(), ...extra] } : data),
        ...(isBeforeSource(step.stage) && { IN: "project" }),
      },
      runAs: step.runAs,
      timeoutSeconds: step.timeoutSeconds,
      isCancellable: true,
      isRepeatable: false,
    };
  },
};

function isBeforeSource(stage: string): boolean {
  return stage === "pre_execution" || stage === "pre_source_control";
}
