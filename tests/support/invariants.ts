import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { db } from "#db/index.ts";

interface Options {
  /** Values that must stand nowhere in the database unsealed. */
  secrets?: string[];
  /** Runs may still be open (a fault in progress); then only what holds at any moment is checked. */
  isQuiet?: boolean;
}

/** What must hold whatever happened (guarantees.md). Called at the end of every fault test. */
export async function assertInvariants({ secrets = [], isQuiet = true }: Options = {}): Promise<void> {
  for (const [invariant, query] of Object.entries(violations)) {
    expect((await db.execute(query)).rows, invariant).toEqual([]);
  }
  if (isQuiet) expect((await db.execute(openRuns)).rows, "I3: every deployment reaches a terminal state").toEqual([]);
  if (isQuiet) expect((await db.execute(undecided)).rows, "I2: every delivery is decided").toEqual([]);
  for (const secret of secrets) await assertNowhere(secret);
}

const undecided = sql`select id, event, received_at from deliveries where verdict = 'waiting'`;

const openRuns = sql`select id, status from runs where status in ('pending', 'processing')`;

const violations = {
  "I1: at most one release of an app is live": sql`
    select app_id from deployments where is_live group by app_id having count(*) > 1`,
  "I1: what is live was released, and last": sql`
    select d.id from deployments d where d.is_live and (d.released_at is null or exists (
      select 1 from deployments o where o.app_id = d.app_id and o.released_at > d.released_at))`,
  "I1: once something was released, something is live": sql`
    select app_id from deployments group by app_id having bool_or(released_at is not null) and not bool_or(is_live)`,
  "I2: what is decided says why": sql`
    select id, verdict from deliveries where verdict <> 'waiting' and (coalesce(reason, '') = '' or decided_at is null)`,
  "I2: what was deployed has a deployment of that push or a newer one, of its own app and branch": sql`
    select i.id from deliveries i left join deployments d on d.id = i.deployment_id
    where i.verdict in ('deployed', 'joined') and (d.id is null or d.app_id <> i.app_id or d.branch <> i.branch
      or d.trigger <> 'push')`,
  "I2: of every push that deploys, one delivery says so": sql`
    select deployment_id from deliveries where verdict = 'deployed' group by deployment_id having count(*) > 1`,
  "I3: none is Processing without a live lease for more than 60 s": sql`
    select r.id from runs r join leases l on l.resource_id = r.resource_id
    where r.status = 'processing' and coalesce(l.expires_at, r.started_at) < now() - interval '60 seconds'`,
  "I3: what has ended holds no lease": sql`
    select r.id from runs r join leases l on l.run_id = r.id
    where r.status in ('completed', 'failed', 'cancelled') and l.expires_at > now() and r.ended_at < now() - interval '5 seconds'`,
  "I4: at most one runner acts on an app": sql`
    select resource_id from runs where status = 'processing' group by resource_id having count(*) > 1`,
  "I5: an ended run has an end, and no step that goes on": sql`
    select r.id from runs r where r.status in ('completed', 'failed', 'cancelled') and (r.ended_at is null or exists (
      select 1 from steps s where s.run_id = r.id and s.status in ('pending', 'processing')))`,
  "I5: a completed run has no step that failed": sql`
    select r.id from runs r join steps s on s.run_id = r.id
    where r.status = 'completed' and s.status in ('failed', 'cancelled') and s.kind <> 'prune'`,
  "I9: log lines are in order and without gaps": sql`
    select run_id, first_line from (
      select run_id, first_line, line_count,
        lag(first_line + line_count, 1, 1) over (partition by run_id order by first_line) as expected
      from log_chunks) as chunk
    where first_line <> expected`,
  "I9: as many lines as the run counts": sql`
    select r.id from runs r left join log_chunks c on c.run_id = r.id
    group by r.id having r.line_count <> coalesce(sum(c.line_count), 0)`,
  "I9: a chunk holds as many lines as it says": sql`
    select run_id, first_line from log_chunks where line_count <> cardinality(string_to_array(lines, E'\n')) and lines <> ''`,
  "I10: every deployment has its activity": sql`
    select d.id from deployments d where not exists (
      select 1 from activity a where a.resource_id = d.id and a.action = 'deployment.queued')`,
  "I10: every end has its activity": sql`
    select r.id from runs r where r.status in ('completed', 'failed', 'cancelled') and r.started_at is not null
      and not exists (select 1 from activity a where a.resource_id = r.id and a.action = 'deployment.' || r.status)`,
};

/** I7: looked for in every column of every table, ours and the queue's. */
async function assertNowhere(secret: string): Promise<void> {
  const { rows: tables } = await db.execute<{ name: string }>(sql`
    select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
    where schemaname in ('public', 'pgboss')`);
  const hex = Buffer.from(secret).toString("hex");
  for (const { name } of tables) {
    const { rows } = await db.execute(sql`
      select 1 from ${sql.raw(name)} as t where position(${secret} in t::text) > 0 or position(${hex} in t::text) > 0
      limit 1`);
    expect(rows, `I7: no secret byte in ${name}`).toEqual([]);
  }
}
