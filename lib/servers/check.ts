import { and, inArray, isNotNull, isNull, lt, ne, or, sql } from "drizzle-orm";
import { db } from "#db/index.ts";
import { servers } from "#db/schema/servers.ts";
import { Failure } from "#lib/failure.ts";
import { useServer } from "./open.ts";

const mostAtOnce = 10;

/**
 * Connects to every server that nobody has seen for `silentSeconds`, so that its connection status stays true. Any
 * number of workers may call it at any time: each server is claimed by one. Returns how many it looked at.
 */
export async function checkSilentServers(silentSeconds = 300): Promise<number> {
  const seenBefore = new Date(Date.now() - silentSeconds * 1000);
  let looked = 0;
  for (let due = await claim(seenBefore); due.length > 0; due = await claim(seenBefore)) {
    await Promise.all(due.map(lookAt));
    looked += due.length;
  }
  return looked;
}

/** The claim is the mark of having looked: a worker that dies leaves the server to the next round. */
async function claim(seenBefore: Date) {
  const due = db.$with("due").as(
    db
      .select({ id: servers.id })
      .from(servers)
      .where(
        and(
          isNull(servers.removedAt),
          isNotNull(servers.hostKey),
          ne(servers.connection, "host_key_changed"),
          or(isNull(servers.checkedAt), lt(servers.checkedAt, seenBefore)),
        ),
      )
      .orderBy(sql`${servers.checkedAt} nulls first`)
      .limit(mostAtOnce)
      .for("update", { skipLocked: true }),
  );
  return db
    .with(due)
    .update(servers)
    .set({ checkedAt: sql`now()` })
    .where(inArray(servers.id, db.select({ id: due.id }).from(due)))
    .returning({ id: servers.id, workspaceId: servers.workspaceId });
}

/** Connecting is the check: `useServer` keeps what it shows, so an expected failure is told already. */
async function lookAt(server: { id: string; workspaceId: string }): Promise<void> {
  try {
    await useServer(server, async () => undefined);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}
