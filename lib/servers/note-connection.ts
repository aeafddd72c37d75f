import { and, eq, isNull, sql } from "drizzle-orm";
import { db } from "#db/index.ts";
import { servers } from "#db/schema/servers.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Server } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { announce } from "#lib/jobs/listen.ts";
import { SshFailure } from "#lib/ssh/failures.ts";
import { type HostKey, HostKeyChanged, sameHostKey } from "#lib/ssh/host-keys.ts";

/** What an attempt to connect showed of a server. */
export type Seen =
  | { connection: "connected" }
  | { connection: "unreachable"; reason: string }
  | { connection: "host_key_changed"; reason: string; presented: HostKey };

/** What a failed attempt shows; null when it says nothing of the server. */
export function seenIn(error: unknown): Seen | null {
  if (error instanceof HostKeyChanged)
    return { connection: "host_key_changed", reason: error.message, presented: error.presented };
  if (!(error instanceof SshFailure) || error.code === "closing" || error.code === "session_refused") return null;
  return { connection: "unreachable", reason: error.message };
}

/** Keeps it in the row. Activity and the pages hear of it only when the connection is another one than before. */
export async function noteConnection(
  actor: Actor,
  server: Pick<Server, "workspaceId" | "id">,
  seen: Seen,
): Promise<void> {
  const here = and(eq(servers.workspaceId, server.workspaceId), eq(servers.id, server.id), isNull(servers.removedAt));
  await db.transaction(async (tx) => {
    const [before] = await tx.select().from(servers).where(here).for("update");
    if (!before || isOutdated(before, seen)) return;
    await tx.update(servers).set(columnsFor(seen)).where(here);
    if (before.connection === seen.connection) return;
    const { connection, ...why } = seen;
    const detail = { from: before.connection, to: connection, ...("reason" in why && { reason: why.reason }) };
    await record(tx, actor, "server.connection_changed", { kind: "server", id: before.id, label: before.name }, detail);
    await announce(tx, before.workspaceId);
  });
}

/** Only an Admin lifts the block of a changed key, and what was confirmed meanwhile is no change any more. */
function isOutdated(before: Server, seen: Seen): boolean {
  if (seen.connection !== "host_key_changed") return before.connection === "host_key_changed";
  return before.hostKey !== null && sameHostKey(before.hostKey, seen.presented);
}

function columnsFor(seen: Seen) {
  return {
    connection: seen.connection,
    connectionReason: "reason" in seen ? seen.reason : null,
    checkedAt: sql`now()`,
    ...("presented" in seen && { changedHostKey: seen.presented }),
  };
}
