import type { DeploymentView } from "#lib/deployments/view.ts";
import type { StatusName } from "#app/_ui/status-table.ts";

type Facts = Pick<DeploymentView, "status" | "isLive" | "releasedAt" | "health">;

/** The word for a deployment: what is live and what went wrong are two facts. */
export function statusOf({ status, isLive, health }: Facts): { of: StatusName; word?: string } {
  if (!isLive) return { of: status };
  if (status === "completed") return health === "unhealthy" ? { of: "live_with_warnings" } : { of: "live" };
  if (status === "processing") return { of: "processing", word: "Live, finishing" };
  return {
    of: "live_with_warnings",
    word: status === "failed" ? "Live, but a later step failed" : "Live with warnings",
  };
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
