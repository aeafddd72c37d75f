import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "#db/index.ts";
import { servers } from "#db/schema/servers.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, notFound, type Server } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { announce } from "#lib/jobs/listen.ts";
import { pool } from "#lib/ssh/pool.ts";
import { host, port, serverName, username } from "./address.ts";
import { refuseDuplicate } from "./duplicate.ts";
import { lockServer } from "./lock.ts";
import { refuseNeighbours } from "./refuse-neighbours.ts";
import { refuseWhileRunning } from "./refuse-while-running.ts";

export const updateServerInput = z.strictObject({
  server: z.string(),
  name: serverName.optional(),
  host: host.optional(),
  port: port.optional(),
  /** The users, besides the SSH user, that hooks on this server may run as. root only if it is named here. */
  runAsUsers: z
    .array(username)
    .max(50, "At most 50 users.")
    .transform((users) => [...new Set(users)])
    .optional(),
});

/** Changes its name, where it is found, and whom hooks may run as. A new address must still show the pinned host key. */
export async function updateServer(actor: Actor, input: z.infer<typeof updateServerInput>): Promise<Server> {
  const server = await authorize(actor, "server.update", input.server);
  if (input.runAsUsers) await authorize(actor, "server.trust", input.server);
  const { server: _, ...wanted } = input;
  const changes = changesOf(server, wanted);
  if (Object.keys(changes).length === 0) return server;
  const isMoved = "host" in changes || "port" in changes;
  const updated = await save(actor, { ...server, ...changes }, { ...changes, ...(isMoved && unseen(server)) });
  if (isMoved) pool.recycle(server.id);
  return updated;
}

type Changes = Partial<Pick<Server, "name" | "host" | "port" | "runAsUsers">>;

function changesOf(server: Server, wanted: Changes): Changes {
  const isChange = ([field, value]: [string, unknown]) =>
    value !== undefined && JSON.stringify(value) !== JSON.stringify(server[field as keyof Changes]);
  return Object.fromEntries(Object.entries(wanted).filter(isChange));
}

/** Nobody has been there yet. A changed host key stays a block: moving the address does not confirm it. */
function unseen(server: Server) {
  if (server.connection === "host_key_changed") return {};
  return { connection: "unknown" as const, connectionReason: null, checkedAt: null };
}

/** What runs there would be followed at another place, where nobody knows of it. */
async function refuseMove(tx: Transaction, actor: Actor, wanted: Server): Promise<void> {
  await lockServer(tx, wanted, "update");
  await refuseWhileRunning(tx, wanted);
  await refuseDuplicate(tx, actor, wanted);
}

async function save(actor: Actor, wanted: Server, columns: Partial<Server>): Promise<Server> {
  return db.transaction(async (tx) => {
    if (columns.host || columns.port) await refuseMove(tx, actor, wanted);
    const [updated] = await tx
      .update(servers)
      .set(columns)
      .where(and(eq(servers.workspaceId, wanted.workspaceId), eq(servers.id, wanted.id), isNull(servers.removedAt)))
      .returning();
    if (!updated) throw notFound("server");
    if (columns.host) await refuseNeighbours(tx, actor, updated);
    const { name, host, port, runAsUsers } = columns;
    const resource = { kind: "server", id: wanted.id, label: wanted.name };
    await record(tx, actor, "server.updated", resource, { name, host, port, runAsUsers });
    await announce(tx, wanted.workspaceId);
    return updated;
  });
}
