import type { StatusReport } from "#lib/integrations/git/service.ts";
import type { RunStatus } from "#lib/runs/states.ts";
import { standingOf } from "./states.ts";

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
  isLive: boolean;
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
  failed: (told) => (standingOf(told) === "live_with_warnings" ? warningWords(told) : failureWords(told)),
  // Any other reason says who asked for it.
  cancelled: (told) => (told.reason?.startsWith("Superseded by ") ? told.reason : cancelWords(told)),
};

function warningWords({ failedStep }: Told): string {
  return `Live with warnings${failedStep ? `: ${stepWords(failedStep)} failed` : ""}`;
}

function failureWords({ releasedAt, failedStep }: Told): string {
  return `${releasedAt ? "Was live, then failed" : "Failed"}${failedStep ? ` in ${stepWords(failedStep)}` : ""}`;
}

function cancelWords(told: Told): string {
  return standingOf(told) === "live_with_warnings" ? "Live with warnings: cancelled after the release" : "Cancelled";
}

function stepWords({ name, isHook }: NonNullable<Told["failedStep"]>): string {
  return `${isHook ? "hook" : "step"} ${name}`;
}

function tookWords(from: Date | null, to: Date | null): string {
  const seconds = from && to ? Math.max(1, Math.round((to.getTime() - from.getTime()) / 1000)) : 0;
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
