import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { servers } from "#db/schema/servers.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Server } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { uninstall } from "#lib/agent/uninstall.ts";
import { Failure } from "#lib/failure.ts";
import { announce } from "#lib/jobs/listen.ts";
import { pool } from "#lib/ssh/pool.ts";
import { lockServer } from "./lock.ts";
import { useServer } from "./open.ts";
import { refuseWhileRunning } from "./refuse-while-running.ts";

export const removeServerInput = z.strictObject({
  server: z.string(),
  /** Take Devpilot's own files off the machine first; what it deployed stays. */
  uninstallAgent: z.boolean().default(false),
});

/** Forgets a server with its credentials. Throws `conflict` while apps point at it; the machine itself runs on. */
export async function removeServer(actor: Actor, input: z.infer<typeof removeServerInput>): Promise<void> {
  const server = await authorize(actor, "server.remove", input.server);
  await db.transaction((tx) => refuseWhileUsed(tx, server));
  if (input.uninstallAgent) await takeAgentOff(server);
  await forget(actor, server);
  pool.recycle(server.id);
}

async function forget(actor: Actor, server: Server): Promise<void> {
  await db.transaction(async (tx) => {
    await refuseWhileUsed(tx, server);
    await tx
      .update(servers)
      .set({ removedAt: sql`now()`, privateKey: null, passphrase: null, password: null, publicKey: null })
      .where(and(eq(servers.workspaceId, server.workspaceId), eq(servers.id, server.id)));
    await record(tx, actor, "server.removed", { kind: "server", id: server.id, label: server.name });
    await announce(tx, server.workspaceId);
  });
}

/** Holds the row, so that no app can be pointed at the server until the transaction ends. */
async function refuseWhileUsed(tx: Transaction, { workspaceId, id, name }: Server): Promise<void> {
  await lockServer(tx, { workspaceId, id }, "update");
  const users = await tx
    .select({ name: apps.name })
    .from(apps)
    .where(and(eq(apps.workspaceId, workspaceId), eq(apps.serverId, id), isNull(apps.removedAt)))
    .orderBy(apps.name);
  if (users.length > 0) throw new Failure("conflict", `“${name}” runs ${named(users)}. Move or remove them first.`);
  await refuseWhileRunning(tx, { workspaceId, id, name });
}

function named(apps: { name: string }[]): string {
  const first = apps.slice(0, 5).map(({ name }) => `“${name}”`);
  const others = apps.length - first.length;
  return others > 0 ? `${first.join(", ")} and ${others} more` : first.join(", ");
}

async function takeAgentOff(server: Server): Promise<void> {
  try {
    await useServer(server, uninstall);
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause;
    const words = `Devpilot's files could not be taken off “${server.name}”: ${cause.message}`;
    throw new Failure(cause.kind, `${words} Remove the server without that, or try again.`, { cause });
  }
}
