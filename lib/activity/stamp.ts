import { sql } from "drizzle-orm";
import { db } from "#db/index.ts";
import { activity } from "#db/schema/activity.ts";
import { integrations } from "#db/schema/integrations.ts";
import { runs } from "#db/schema/runs.ts";
import { servers } from "#db/schema/servers.ts";
import { deliveries } from "#db/schema/webhooks.ts";

/**
 * One short text of a workspace that differs after every change that a list or an overview may show: each has its
 * activity, but for what runs, answers or was pushed.
 */
export async function stampOf(workspaceId: string): Promise<string> {
  const { rows } = await db.execute<{ stamp: string }>(sql`
    select md5(concat_ws('/',
      (select id from ${activity} where workspace_id = ${workspaceId} order by id desc limit 1),
      (select md5(string_agg(id || version::text, ',' order by id)) from ${runs}
        where workspace_id = ${workspaceId} and status in ('pending', 'processing')),
      (select id from ${deliveries} where workspace_id = ${workspaceId} order by id desc limit 1),
      (select md5(string_agg(id::text, ',' order by id)) from ${deliveries}
        where workspace_id = ${workspaceId} and verdict = 'waiting'),
      (select md5(string_agg(concat_ws('/', id, state, rate_limited_until, repositories_read_at), ','
        order by id)) from ${integrations} where workspace_id = ${workspaceId} and removed_at is null),
      (select md5(string_agg(id || connection, ',' order by id)) from ${servers}
        where workspace_id = ${workspaceId} and removed_at is null))) as stamp`);
  return rows[0]?.stamp ?? "";
}
