import { and, eq, isNull } from "drizzle-orm";
import { db } from "#db/index.ts";
import { servers } from "#db/schema/servers.ts";
import { systemActor } from "#lib/access/actor.ts";
import { notFound, type Server } from "#lib/access/authorize.ts";
import { Failure } from "#lib/failure.ts";
import type { Connection, Endpoint } from "#lib/ssh/connection.ts";
import type { HostKey } from "#lib/ssh/host-keys.ts";
import { pool, type PoolTarget } from "#lib/ssh/pool.ts";
import { openLogin } from "./credential.ts";
import { noteConnection, seenIn } from "./note-connection.ts";

/** How long a note in the row holds, so that busy servers are not written to at every use. */
const noteHoldsMs = 60_000;

/**
 * Lends the server's pooled connection to `work` and keeps in the row whether it could be reached. Throws `not_found`
 * (removed), `conflict` (its host key is not confirmed, or has changed), what `connect` throws and what `work` throws.
 */
export async function useServer<T>(
  { workspaceId, id }: Pick<Server, "workspaceId" | "id">,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const server = await findFresh(workspaceId, id);
  const actor = systemActor(workspaceId);
  let isReached = false;
  try {
    return await pool.use(poolTarget(server), async (connection) => {
      isReached = true;
      if (!isNotedConnected(server)) await noteConnection(actor, server, { connection: "connected" });
      return work(connection);
    });
  } catch (error) {
    const seen = isReached ? null : seenIn(error);
    if (seen) await noteConnection(actor, server, seen);
    throw error;
  }
}

/** Where the pool finds the server. Throws `conflict` while no host key is pinned, or another one was presented. */
export function poolTarget(server: Server): PoolTarget {
  return {
    id: server.id,
    endpoint: endpointOf(server),
    hostKey: pinnedKey(server),
    login: async () => openLogin(server),
  };
}

/** The key that must be presented before anything is sent; throws `conflict` while there is none to rely on. */
export function pinnedKey(server: Server): HostKey {
  if (server.connection === "host_key_changed" || server.changedHostKey)
    throw new Failure(
      "conflict",
      `The host key of “${server.name}” has changed: nothing is sent to it until an Admin confirms the new key.`,
    );
  if (server.hostKey) return server.hostKey;
  throw new Failure(
    "conflict",
    `The host key of “${server.name}” is not confirmed yet. Test the connection, and confirm its fingerprint.`,
  );
}

export function endpointOf({ host, port, username }: Pick<Server, "host" | "port" | "username">): Endpoint {
  return { host, port, user: username };
}

/** As it is now: its key may have changed, or its credential, since the caller read it. */
async function findFresh(workspaceId: string, id: string): Promise<Server> {
  const [server] = await db
    .select()
    .from(servers)
    .where(and(eq(servers.workspaceId, workspaceId), eq(servers.id, id), isNull(servers.removedAt)));
  if (!server) throw notFound("server");
  return server;
}

function isNotedConnected({ connection, checkedAt }: Server): boolean {
  return connection === "connected" && checkedAt !== null && Date.now() - checkedAt.getTime() < noteHoldsMs;
}
