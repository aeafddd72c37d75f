import type { LogStep } from "#app/_ui/log-view/log-line.ts";
import type { DeploymentDetail } from "#lib/deployments/find.ts";
import type { StepView } from "#lib/deployments/view.ts";

/** The headings of the log: every step that has something to say. */
export function logSteps({ steps }: DeploymentDetail): LogStep[] {
  return steps.filter((step) => step.status !== "pending" && step.status !== "skipped").map(logStep);
}

function logStep(step: StepView): LogStep {
  return {
    key: String(step.position),
    title: step.name,
    status: step.status,
    startedAt: milliseconds(step.startedAt),
    endedAt: milliseconds(step.endedAt),
    explanation: step.status === "failed" ? failureWords(step) : undefined,
  };
}

function failureWords({ reason, explanation }: StepView): string | undefined {
  return [reason, explanation?.cause].filter(Boolean).join("\n") || undefined;
}

function milliseconds(at: Date | string | null): number | undefined {
  return at ? +new Date(at) : undefined;
}
