import { and, eq, isNull } from "drizzle-orm";
import { db } from "#db/index.ts";
import { servers } from "#db/schema/servers.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Server } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { announce } from "#lib/jobs/listen.ts";
import { connect, type Connection, type Login } from "#lib/ssh/connection.ts";
import { SshFailure } from "#lib/ssh/failures.ts";
import { authorizeKey } from "./authorize-key.ts";
import { openOwnKey } from "./credential.ts";
import { endpointOf, pinnedKey } from "./open.ts";
import { StageFailure, type Stages } from "./stages.ts";

/** Where a password was given for this: puts our own key on the server, signs in with it, and forgets the password. */
export async function installOwnKey(
  actor: Actor,
  server: Server,
  connection: Connection,
  stages: Stages,
): Promise<void> {
  const ownKey = openOwnKey(server);
  if (!ownKey || !server.publicKey) return;
  stages.run("authenticate", "Putting Devpilot's own key on the server");
  await authorizeKey(connection, server.publicKey);
  await proveKey(server, ownKey);
  await forgetPassword(actor, server);
  stages.pass(
    "authenticate",
    `Devpilot signs in as ${server.username} with its own key now; the password is forgotten`,
  );
}

/** Signs in with a key that was just put there. Throws a StageFailure when the server does not take it. */
export async function proveKey(server: Server, login: Login): Promise<void> {
  try {
    const connection = await connect(endpointOf(server), login, { hostKey: pinnedKey(server) });
    connection.end();
  } catch (error) {
    throw error instanceof SshFailure && error.code === "authentication_refused" ? notTaken(server, error) : error;
  }
}

/** Only that password: one that somebody has stored meanwhile stays. */
async function forgetPassword(actor: Actor, server: Server): Promise<void> {
  if (!server.password) return;
  const used = and(
    eq(servers.workspaceId, server.workspaceId),
    eq(servers.id, server.id),
    eq(servers.password, server.password),
    isNull(servers.removedAt),
  );
  await db.transaction(async (tx) => {
    const [row] = await tx.update(servers).set({ password: null }).where(used).returning({ id: servers.id });
    if (!row) return;
    await record(tx, actor, "server.key_installed", { kind: "server", id: server.id, label: server.name });
    await announce(tx, server.workspaceId);
  });
}

function notTaken({ username }: Server, cause: SshFailure): StageFailure {
  return new StageFailure(
    `Devpilot's key is in ~/.ssh/authorized_keys of ${username}, but the server does not take it.`,
    "Allow keys in its sshd_config (PubkeyAuthentication yes, AuthorizedKeysFile .ssh/authorized_keys), and see that " +
      "others can't write to the user's home. Or replace the credential, and have Devpilot keep the password.",
    cause,
  );
}
