import type { DeploymentView } from "#lib/deployments/view.ts";
import { paths } from "#lib/paths.ts";
import type { RunningItem } from "./running-list.tsx";

/** A deployment as the popover shows it. */
export function runningItem(workspace: string, deployment: DeploymentView): RunningItem {
  const { id, app, number, branch, commit, status, reason, startedAt } = deployment;
  return {
    id,
    label: `${app.name} #${number}`,
    detail: status === "pending" && reason ? reason : [branch, commit?.slice(0, 7)].filter(Boolean).join(" "),
    href: paths.deployment(workspace, id),
    status,
    startedAt: startedAt && startedAt.toISOString(),
  };
}
