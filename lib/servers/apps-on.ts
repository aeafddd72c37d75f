import { and, eq, inArray, isNull } from "drizzle-orm";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Server } from "#lib/access/authorize.ts";
import { visibleApps } from "#lib/access/visible.ts";

/** The apps on these servers that the actor may see, by server. */
export async function appsOn(actor: Actor, servers: readonly Server[]) {
  const ids = servers.map(({ id }) => id);
  const rows = await db
    .select({ id: apps.id, name: apps.name, serverId: apps.serverId })
    .from(apps)
    .where(
      and(
        eq(apps.workspaceId, actor.workspaceId),
        inArray(apps.serverId, ids),
        isNull(apps.removedAt),
        visibleApps(actor),
      ),
    )
    .orderBy(apps.name);
  return Map.groupBy(rows, ({ serverId }) => serverId);
}
