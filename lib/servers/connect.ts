import { z } from "zod";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { servers } from "#db/schema/servers.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Server } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { announce } from "#lib/jobs/listen.ts";
import { credentialFrom, serverAccess } from "./access.ts";
import { host, port, serverName, username } from "./address.ts";
import { sealCredential } from "./credential.ts";
import { refuseDuplicate } from "./duplicate.ts";

export const connectServerInput = z.strictObject({
  name: serverName,
  host,
  port: port.default(22),
  username,
  access: serverAccess,
});

/** Remembers a server with its sealed credential. Nothing is sent to it: `testServer` is what connects. */
export async function connectServer(actor: Actor, input: z.infer<typeof connectServerInput>): Promise<Server> {
  await authorize(actor, "server.create");
  const { access, ...address } = input;
  const row = { id: newId(), workspaceId: actor.workspaceId, origin: "connected" as const, ...address };
  const sealed = sealCredential(credentialFrom(access), row);
  return db.transaction(async (tx) => {
    await refuseDuplicate(tx, actor, row);
    const [server] = await tx
      .insert(servers)
      .values({ ...row, ...sealed })
      .returning();
    const detail = { host: row.host, port: row.port, username: row.username, access: access.kind };
    await record(tx, actor, "server.created", { kind: "server", id: row.id, label: row.name }, detail);
    await announce(tx, row.workspaceId);
    return server as Server;
  });
}
