import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { servers } from "#db/schema/servers.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, notFound, type Server } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { invalid } from "#lib/failure.ts";
import { announce } from "#lib/jobs/listen.ts";
import { fingerprint, type HostKey } from "#lib/ssh/host-keys.ts";
import { pool } from "#lib/ssh/pool.ts";
import { presentedHostKey } from "./presented-key.ts";

export const trustHostKeyInput = z.strictObject({
  server: z.string(),
  fingerprint: z
    .string({ error: "The fingerprint is missing." })
    .trim()
    .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, "A fingerprint is SHA256: and 43 letters, digits, + or /."),
});

/**
 * Pins the key that the server presents now, if it is the one whose fingerprint was confirmed. Throws `invalid` beside
 * `fingerprint` when it is not, and what `connect` throws when the server can't be reached.
 */
export async function trustHostKey(actor: Actor, input: z.infer<typeof trustHostKeyInput>): Promise<Server> {
  const server = await authorize(actor, "server.trust", input.server);
  const presented = await presentedHostKey(server);
  if (fingerprint(presented) !== input.fingerprint) throw notPresented(presented);
  const trusted = await pin(actor, server, presented);
  pool.recycle(server.id);
  return trusted;
}

async function pin(actor: Actor, server: Server, presented: HostKey): Promise<Server> {
  const pinned = { hostKey: presented, changedHostKey: null, connection: "unknown" as const, connectionReason: null };
  return db.transaction(async (tx) => {
    const [trusted] = await tx
      .update(servers)
      .set(pinned)
      .where(and(eq(servers.workspaceId, server.workspaceId), eq(servers.id, server.id), isNull(servers.removedAt)))
      .returning();
    if (!trusted) throw notFound("server");
    await record(tx, actor, "server.host_key_pinned", resourceOf(server), {
      type: presented.type,
      fingerprint: fingerprint(presented),
      before: server.hostKey && fingerprint(server.hostKey),
    });
    await announce(tx, server.workspaceId);
    return trusted;
  });
}

function resourceOf(server: Server) {
  return { kind: "server", id: server.id, label: server.name };
}

function notPresented(presented: HostKey) {
  return invalid(
    "fingerprint",
    `The server presents ${fingerprint(presented)} now (${presented.type}). Compare it on the server, and confirm that one.`,
  );
}
