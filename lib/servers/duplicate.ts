import { and, eq, isNull, ne } from "drizzle-orm";
import type { Transaction } from "#db/index.ts";
import { servers } from "#db/schema/servers.ts";
import { workspaces } from "#db/schema/workspaces.ts";
import type { Actor } from "#lib/access/actor.ts";
import { may } from "#lib/access/grants.ts";
import { invalid } from "#lib/failure.ts";

interface Login {
  id: string;
  workspaceId: string;
  host: string;
  port: number;
  username: string;
}

/** Throws beside `host` when another server of the workspace is the same user on the same machine. */
export async function refuseDuplicate(tx: Transaction, actor: Actor, wanted: Login): Promise<void> {
  // No index can say this, since removed servers stay as rows: so one writer of a workspace at a time.
  await tx
    .select({ id: workspaces.id })
    .from(workspaces)
    .where(eq(workspaces.id, wanted.workspaceId))
    .for("no key update");
  const [other] = await tx
    .select({ id: servers.id, name: servers.name })
    .from(servers)
    .where(
      and(
        eq(servers.workspaceId, wanted.workspaceId),
        isNull(servers.removedAt),
        ne(servers.id, wanted.id),
        eq(servers.host, wanted.host),
        eq(servers.port, wanted.port),
        eq(servers.username, wanted.username),
      ),
    );
  if (!other) return;
  const name = may(actor, "server.view", { serverId: other.id }) ? `“${other.name}”` : "another server";
  throw invalid("host", `This is ${name} already: the same host, port and user. Open that one instead.`);
}
