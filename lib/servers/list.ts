import { and, desc, eq, isNull, lt } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { servers } from "#db/schema/servers.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { visibleServers } from "#lib/access/visible.ts";
import { type Page, pageInput, pageOf, positionOf } from "#lib/api/page.ts";
import { appsOn } from "./apps-on.ts";
import type { ServerWithApps } from "./view.ts";

export const listServersInput = z.strictObject(pageInput);

/** The servers that the actor may see, the newest first. */
export async function listServers(
  actor: Actor,
  { limit, cursor }: z.infer<typeof listServersInput>,
): Promise<Page<ServerWithApps>> {
  const workspace = await authorize(actor, "workspace.view");
  const after = positionOf("servers", cursor);
  const rows = await db
    .select()
    .from(servers)
    .where(
      and(
        eq(servers.workspaceId, workspace.id),
        isNull(servers.removedAt),
        visibleServers(actor),
        after === null ? undefined : lt(servers.id, after),
      ),
    )
    .orderBy(desc(servers.id))
    .limit(limit + 1);
  const apps = await appsOn(actor, rows);
  const named = rows.map((row) => ({ ...row, apps: apps.get(row.id) ?? [] }));
  return pageOf("servers", named, limit, ({ id }) => id);
}
