import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#db/index.ts";
import { servers } from "#db/schema/servers.ts";
import { notFound } from "#lib/access/authorize.ts";

/**
 * Holds a server until the transaction ends: `share` so that it stays while an app is pointed at it, `update` to take
 * it away. Throws `not_found` for one that was removed.
 */
export async function lockServer(
  tx: Transaction,
  { workspaceId, id }: { workspaceId: string; id: string },
  strength: "share" | "update",
): Promise<void> {
  const [server] = await tx
    .select({ id: servers.id })
    .from(servers)
    .where(and(eq(servers.workspaceId, workspaceId), eq(servers.id, id), isNull(servers.removedAt)))
    .for(strength);
  if (!server) throw notFound("server");
}
