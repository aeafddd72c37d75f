import { standingOf } from "#lib/deployments/states.ts";
import type { DeploymentView } from "#lib/deployments/view.ts";
import type { StatusName } from "#app/_ui/status-table.ts";

type Facts = Pick<DeploymentView, "status" | "isLive">;

/** The face of a deployment: what is live and what went wrong are two facts. */
export function statusOf(facts: Facts): { of: StatusName } {
  return { of: standingOf(facts) };
}

/** How a deployment was started, where that does not stand in by whom: a push is called "push · main". */
export const triggers: Record<DeploymentView["trigger"], string | null> = {
  manual: "by hand",
  push: null,
  rollback: "rollback",
  retry: "retry",
};

export function shortCommit(commit: string | null): string | null {
  return commit?.slice(0, 7) ?? null;
}
