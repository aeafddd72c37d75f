import { sql } from "drizzle-orm";
import { db } from "#db/index.ts";
import { activity } from "#db/schema/activity.ts";
import { integrations } from "#db/schema/integrations.ts";
import { runs } from "#db/schema/runs.ts";
import { servers } from "#db/schema/servers.ts";
import { deliveries } from "#db/schema/webhooks.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { StreamEvent } from "#lib/event-stream.ts";
import { hangBell } from "#lib/jobs/bell.ts";

const pollMilliseconds = 5000;

/**
 * Says `news` whenever something changed in the actor's workspace that a list or an overview may show; never what, since
 * each page asks anew and sees what its reader may see. Ends when the signal says so.
 */
export async function* watchWorkspace({ workspaceId }: Actor, signal: AbortSignal): AsyncGenerator<StreamEvent> {
  const bell = hangBell(workspaceId, signal, pollMilliseconds);
  try {
    let seen = await stampOf(workspaceId);
    yield { event: "ready", data: {} };
    while (!signal.aborted) {
      await bell.next();
      const stamp = await stampOf(workspaceId);
      if (stamp !== seen && !signal.aborted) yield { event: "news", data: {} };
      seen = stamp;
    }
  } finally {
    bell.stop();
  }
}

/** One short text that differs after every change: each has its activity, but for what runs, answers or was pushed. */
async function stampOf(workspaceId: string): Promise<string> {
  const [row] = await db.execute<{ stamp: string }>(sql`
    select concat_ws('/',
      (select id from ${activity} where workspace_id = ${workspaceId} order by id desc limit 1),
      (select md5(string_agg(id || version::text, ',' order by id)) from ${runs}
        where workspace_id = ${workspaceId} and status in ('pending', 'processing')),
      (select id from ${deliveries} where workspace_id = ${workspaceId} order by id desc limit 1),
      (select md5(string_agg(id::text, ',' order by id)) from ${deliveries}
        where workspace_id = ${workspaceId} and verdict = 'waiting'),
      (select md5(string_agg(concat_ws('/', id, state, rate_limited_until, repositories_read_at), ','
        order by id)) from ${integrations} where workspace_id = ${workspaceId} and removed_at is null),
      (select md5(string_agg(id || connection, ',' order by id)) from ${servers}
        where workspace_id = ${workspaceId} and removed_at is null)) as stamp`);
  return row?.stamp ?? "";
}
