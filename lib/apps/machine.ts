import { and, eq } from "drizzle-orm";
import type { Transaction } from "#db/index.ts";
import { servers } from "#db/schema/servers.ts";
import { notFound } from "#lib/access/authorize.ts";

/**
 * Holds a machine until the transaction ends, so that of two apps saved at once the second sees the first. The same one
 * can be connected more than once, with different users: answers the ids of all its rows. Throws `not_found`.
 */
export async function lockMachine(tx: Transaction, workspaceId: string, serverId: string): Promise<string[]> {
  const [server] = await tx
    .select({ host: servers.host })
    .from(servers)
    .where(and(eq(servers.workspaceId, workspaceId), eq(servers.id, serverId)));
  const locked = await tx
    .select({ id: servers.id, removedAt: servers.removedAt })
    .from(servers)
    .where(and(eq(servers.workspaceId, workspaceId), eq(servers.host, server?.host ?? "")))
    .orderBy(servers.id)
    .for("no key update");
  if (!locked.some(({ id, removedAt }) => id === serverId && removedAt === null)) throw notFound("server");
  return locked.map(({ id }) => id);
}
