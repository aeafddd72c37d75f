import { and, eq, isNull, lt } from "drizzle-orm";
import { z } from "zod";
import { apps } from "#db/schema/apps.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { visibleApps } from "#lib/access/visible.ts";
import { pageInput, pageOf, positionOf } from "#lib/api/page.ts";
import { appRows } from "./rows.ts";

export const listAppsInput = z.strictObject({
  ...pageInput,
  projectId: z.string().optional(),
  serverId: z.string().optional(),
});

/** The apps that the actor may see, newest first: all of them, or those of a project or on a server. */
export async function listApps(actor: Actor, input: z.infer<typeof listAppsInput>) {
  const workspace = await authorize(actor, "workspace.view");
  const { limit, cursor, projectId, serverId } = input;
  if (projectId !== undefined) await authorize(actor, "project.view", projectId);
  if (serverId !== undefined) await authorize(actor, "server.view", serverId);
  const after = positionOf("apps", cursor);
  const rows = await appRows(
    and(
      eq(apps.workspaceId, workspace.id),
      isNull(apps.removedAt),
      visibleApps(actor),
      projectId === undefined ? undefined : eq(apps.projectId, projectId),
      serverId === undefined ? undefined : eq(apps.serverId, serverId),
      after === null ? undefined : lt(apps.id, after),
    ),
    limit + 1,
  );
  return pageOf("apps", rows, limit, ({ app }) => app.id);
}
