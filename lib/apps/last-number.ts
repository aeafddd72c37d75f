import { and, eq, inArray, isNotNull, max } from "drizzle-orm";
import type { Transaction } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { servers } from "#db/schema/servers.ts";

/**
 * The highest number that removed apps gave to a release at this place. Their releases may still lie there, one of them
 * live, so an app that takes the place over counts on from it. 0 for a new place.
 */
export async function lastNumberAt(
  tx: Transaction,
  { workspaceId, serverId, projectPath }: { workspaceId: string; serverId: string; projectPath: string },
): Promise<number> {
  const mine = eq(servers.workspaceId, workspaceId);
  const host = tx
    .select({ host: servers.host })
    .from(servers)
    .where(and(mine, eq(servers.id, serverId)));
  const sameMachine = tx
    .select({ id: servers.id })
    .from(servers)
    .where(and(mine, inArray(servers.host, host)));
  const [found] = await tx
    .select({ number: max(apps.lastNumber) })
    .from(apps)
    .where(and(inArray(apps.serverId, sameMachine), eq(apps.projectPath, projectPath), isNotNull(apps.removedAt)));
  return found?.number ?? 0;
}
