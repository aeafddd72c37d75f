import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { servers } from "#db/schema/servers.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, notFound, type Server } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { Failure } from "#lib/failure.ts";
import { announce } from "#lib/jobs/listen.ts";
import { connect, type Connection } from "#lib/ssh/connection.ts";
import { pool } from "#lib/ssh/pool.ts";
import { besideAccess, credentialFrom, type ServerAccess, serverAccess } from "./access.ts";
import { authorizeKey, withdrawKey } from "./authorize-key.ts";
import { type Credential, loginWith, openLogin, sealCredential } from "./credential.ts";
import { noteConnection, seenIn } from "./note-connection.ts";
import { endpointOf, pinnedKey } from "./open.ts";
import { proveKey } from "./own-key.ts";

export const rotateKeyInput = z.strictObject({ server: z.string(), access: serverAccess });

/**
 * Replaces the server's credential once the new one has signed in; until then the old one stays. A generated pair is
 * put on the server with the old credential, and the generated pair before it is taken off. Throws what `connect`
 * throws, beside the field of the new credential that the server refuses.
 */
export async function rotateKey(actor: Actor, input: z.infer<typeof rotateKeyInput>): Promise<Server> {
  const server = await authorize(actor, "server.update", input.server);
  const next = credentialFrom(input.access);
  const connection = await enter(actor, server, input.access, next);
  try {
    const proven = await prove(server, connection, next);
    const rotated = await save(actor, server, proven, input.access.kind);
    if (server.publicKey && server.publicKey !== proven.publicKey) await withdraw(connection, server.publicKey);
    return rotated;
  } finally {
    connection.end();
    pool.recycle(server.id);
  }
}

async function enter(actor: Actor, server: Server, access: ServerAccess, next: Credential): Promise<Connection> {
  const login = access.kind === "generated" ? openLogin(server) : loginWith(next);
  try {
    return await connect(endpointOf(server), login, { hostKey: pinnedKey(server) });
  } catch (error) {
    const seen = seenIn(error);
    if (seen?.connection === "host_key_changed") await noteConnection(actor, server, seen);
    throw access.kind === "generated" ? needsOldCredential(error) : besideAccess(error);
  }
}

/** A password that came with a key of ours has done its work when the key signs in. */
async function prove(server: Server, connection: Connection, next: Credential): Promise<Credential> {
  if (!next.publicKey || !next.privateKey) return next;
  await authorizeKey(connection, next.publicKey);
  await proveKey(server, { kind: "key", privateKey: next.privateKey });
  return { privateKey: next.privateKey, publicKey: next.publicKey };
}

async function save(actor: Actor, server: Server, credential: Credential, kind: string): Promise<Server> {
  return db.transaction(async (tx) => {
    const [saved] = await tx
      .update(servers)
      .set(sealCredential(credential, server))
      .where(and(eq(servers.workspaceId, server.workspaceId), eq(servers.id, server.id), isNull(servers.removedAt)))
      .returning();
    if (!saved) throw notFound("server");
    const resource = { kind: "server", id: server.id, label: server.name };
    await record(tx, actor, "server.access_replaced", resource, { access: kind });
    await announce(tx, server.workspaceId);
    return saved;
  });
}

async function withdraw(connection: Connection, publicKey: string): Promise<void> {
  try {
    await withdrawKey(connection, publicKey);
  } catch (cause) {
    throw new Failure(
      "unavailable",
      "The new credential works and is in use, but the old key is still on the server: take the line " +
        `“${publicKey}” out of ~/.ssh/authorized_keys.`,
      { cause },
    );
  }
}

function needsOldCredential(error: unknown): unknown {
  if (!(error instanceof Failure)) return error;
  const why = "Devpilot puts a new pair on the server by means of the present credential, which did not sign in.";
  return new Failure(error.kind, `${why} ${error.message} Give a key or a password instead.`, { cause: error });
}
