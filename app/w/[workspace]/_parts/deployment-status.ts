import type { StatusName } from "#app/_ui/status-table.ts";

type Facts = {
  status: "pending" | "processing" | "completed" | "failed" | "cancelled";
  isLive: boolean;
  health: "unknown" | "healthy" | "unhealthy";
};

/** The one state that a list shows of a deployment: whether it is live says more than how it ended. */
export function deploymentStatus({ status, isLive, health }: Facts): StatusName {
  if (!isLive) return status;
  return status === "completed" && health !== "unhealthy" ? "live" : "live_with_warnings";
}
