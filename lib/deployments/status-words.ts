import type { StatusReport } from "#lib/integrations/git/service.ts";
import type { RunStatus } from "#lib/runs/states.ts";

export const stateOf: Record<RunStatus, StatusReport["state"]> = {
  pending: "pending",
  processing: "running",
  completed: "success",
  failed: "failure",
  cancelled: "cancelled",
};

export interface Told {
  status: RunStatus;
  reason: string | null;
  startedAt: Date | null;
  releasedAt: Date | null;
  endedAt: Date | null;
  failedStep: { name: string; isHook: boolean } | null;
}

const most = 140;

/** A deployment in one line for whoever reads the commit on its git host: without names of people. */
export function describeStatus(told: Told): string {
  const words = lines[told.status](told);
  return words.length <= most ? words : `${words.slice(0, most - 1)}…`;
}

const lines: Record<RunStatus, (told: Told) => string> = {
  pending: () => "Waits to be deployed",
  processing: () => "Is being deployed",
  completed: ({ startedAt, releasedAt, endedAt }) => `Live in ${tookWords(startedAt, releasedAt ?? endedAt)}`,
  failed: ({ releasedAt, failedStep }) => `${releasedAt ? "Live, but failed" : "Failed"}${whereWords(failedStep)}`,
  // Any other reason says who asked for it.
  cancelled: ({ reason }) => (reason?.startsWith("Superseded by ") ? reason : "Cancelled"),
};

function whereWords(step: Told["failedStep"]): string {
  return step ? ` in ${step.isHook ? "hook" : "step"} ${step.name}` : "";
}

function tookWords(from: Date | null, to: Date | null): string {
  const seconds = from && to ? Math.max(1, Math.round((to.getTime() - from.getTime()) / 1000)) : 0;
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
