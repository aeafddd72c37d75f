import type { RunStatus } from "#lib/runs/states.ts";

/** States meet verbs here: the button and the verb ask the same table. */
export const deploymentCan = {
  cancel: ["pending", "processing"],
  retry: ["failed", "cancelled"],
  rollBackTo: ["completed", "failed", "cancelled"],
} as const satisfies Record<string, readonly RunStatus[]>;

export type DeploymentVerb = keyof typeof deploymentCan;

export function can(verb: DeploymentVerb, status: RunStatus): boolean {
  return (deploymentCan[verb] as readonly RunStatus[]).includes(status);
}

/** What people call a deployment: its status, and of the one that is live what became of it after the switch. */
export type Standing = RunStatus | "live" | "live_finishing" | "live_with_warnings";

const standingWhileLive: Record<RunStatus, Standing> = {
  pending: "pending",
  processing: "live_finishing",
  completed: "live",
  failed: "live_with_warnings",
  cancelled: "live_with_warnings",
};

/** "Live with warnings" is what failed or was cancelled after it was released, and is what visitors see all the same. */
export function standingOf({ status, isLive }: { status: RunStatus; isLive: boolean }): Standing {
  return isLive ? standingWhileLive[status] : status;
}
