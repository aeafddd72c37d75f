import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Server } from "#lib/access/authorize.ts";
import { refuseSharedPort } from "#lib/apps/port.ts";
import { refuseSharedPath } from "#lib/apps/project-path.ts";
import { Failure, invalid } from "#lib/failure.ts";

/** For a server that has just got another host: throws beside `host` when its apps would share directories or ports there. */
export async function refuseNeighbours(tx: Transaction, actor: Actor, server: Server): Promise<void> {
  const here = and(eq(apps.workspaceId, server.workspaceId), eq(apps.serverId, server.id), isNull(apps.removedAt));
  for (const app of await tx.select().from(apps).where(here)) {
    try {
      await refuseSharedPath(tx, actor, app);
      await refuseSharedPort(tx, app);
    } catch (error) {
      if (!(error instanceof Failure) || error.kind !== "invalid") throw error;
      throw invalid("host", `${app.name} could not stay ${placeOf(app)} there. ${error.message}`);
    }
  }
}

function placeOf({ projectPath, port }: typeof apps.$inferSelect): string {
  return port === null ? `in ${projectPath}` : `in ${projectPath}, on port ${port},`;
}
