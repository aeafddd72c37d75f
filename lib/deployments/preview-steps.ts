import { z } from "zod";
import type { App, Server } from "#lib/access/authorize.ts";
import type { Hook } from "#lib/pipelines/hook.ts";
import { order } from "./order.ts";
import type { PlannedStep } from "./plan.ts";
import { textOf } from "./step-text.ts";

export const previewStep = z.object({
  stage: z.string(),
  kind: z.string(),
  isHook: z.boolean(),
  name: z.string(),
  /** Exactly what will run; for a step of Devpilot's own what it does. */
  text: z.string(),
  /** The user on the server. */
  runAs: z.string(),
  timeoutSeconds: z.number(),
  /** Switched off: it is in the pipeline, and does not run. */
  isSkipped: z.boolean(),
  note: z.string().nullable(),
});

export type PreviewStep = z.infer<typeof previewStep>;

/** What a deployment would do, in order, with the hooks that are switched off where they stand. */
export function previewSteps(app: App, server: Server, planned: PlannedStep[], hooks: Hook[]): PreviewStep[] {
  const show = (step: PlannedStep, more: Pick<PreviewStep, "isSkipped" | "note">): PreviewStep => ({
    stage: step.stage,
    kind: step.kind,
    isHook: step.isHook,
    name: step.name,
    text: textOf(step, app),
    runAs: step.runAs ?? server.username,
    timeoutSeconds: step.timeoutSeconds,
    ...more,
  });
  return stagesInOrder.flatMap((stage) => [
    ...planned
      .filter((step) => step.stage === stage && !step.isHook)
      .map((step) => show(step, { isSkipped: false, note: null })),
    ...hooks
      .filter((hook) => hook.stage === stage)
      .map((hook) => show(asStep(hook), { isSkipped: !hook.isEnabled, note: hook.note })),
  ]);
}

const stagesInOrder = [...new Set(order.map((part) => ("hooks" in part ? part.hooks : part.stage)))];

function asStep({ stage, action, name, input, runAs, timeoutSeconds }: Hook): PlannedStep {
  return { stage, kind: action, isHook: true, name, input, runAs, timeoutSeconds };
}
