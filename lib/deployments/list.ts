import { and, eq, inArray, isNotNull, isNull } from "drizzle-orm";
import { z } from "zod";
import { apps } from "#db/schema/apps.ts";
import { deployments } from "#db/schema/deployments.ts";
import { runs } from "#db/schema/runs.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { visibleApps } from "#lib/access/visible.ts";
import { pageInput, pageOf, positionOf } from "#lib/api/page.ts";
import { deploymentRows, olderThan } from "./rows.ts";
import { deploymentView } from "./view.ts";

const statuses = ["pending", "processing", "completed", "failed", "cancelled"] as const;

export const listDeploymentsInput = z.strictObject({
  app: z.string().optional(),
  server: z.string().optional(),
  status: z.enum(statuses).optional(),
  /** Only those that were live once, or only those that never were. */
  released: z.boolean().optional(),
  ...pageInput,
});

/** Deployments that the actor may see, newest first. */
export async function listDeployments(actor: Actor, input: z.infer<typeof listDeploymentsInput>) {
  const after = positionOf("deployments", input.cursor);
  await authorize(actor, "workspace.view");
  if (input.app) await authorize(actor, "app.view", input.app);
  if (input.server) await authorize(actor, "server.view", input.server);
  const rows = await deploymentRows(
    and(
      eq(deployments.workspaceId, actor.workspaceId),
      visibleApps(actor),
      input.app ? eq(apps.id, input.app) : undefined,
      input.server ? eq(runs.serverId, input.server) : undefined,
      input.status ? eq(runs.status, input.status) : undefined,
      input.released === undefined ? undefined : (input.released ? isNotNull : isNull)(deployments.releasedAt),
      olderThan(after),
    ),
    input.limit + 1,
  );
  return pageOf("deployments", rows, input.limit, ({ deployment }) => deployment.id);
}

/** What runs or waits now. */
export async function listOpenDeployments(actor: Actor) {
  await authorize(actor, "workspace.view");
  const isOpen = inArray(runs.status, ["pending", "processing"]);
  const rows = await deploymentRows(
    and(eq(deployments.workspaceId, actor.workspaceId), visibleApps(actor), isOpen),
    100,
  );
  return rows.map((row) => deploymentView(row));
}
