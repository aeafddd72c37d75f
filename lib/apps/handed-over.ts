import { and, eq, exists, inArray, lte, max, sql } from "drizzle-orm";
import { type Database, db, type Transaction } from "#db/index.ts";
import { deployments } from "#db/schema/deployments.ts";
import { runs, steps } from "#db/schema/runs.ts";

type On = Database | Transaction;

/** These steps hand the variables over to what runs. */
const kinds = ["setup", "start"];

/** When the run began that last gave variables to what is live; null while nothing is. One that failed later has done so all the same. */
export async function liveSince({ id }: { id: string }, on: On = db): Promise<Date | null> {
  const live = on
    .select({ number: deployments.number })
    .from(deployments)
    .where(and(eq(deployments.appId, id), deployments.isLive));
  const [found] = await on
    .select({ at: max(runs.startedAt) })
    .from(deployments)
    .innerJoin(runs, eq(runs.id, deployments.id))
    .where(and(eq(deployments.appId, id), lte(deployments.number, sql`(${live})`), hasHandedOver(on)));
  return found?.at ?? null;
}

export interface Numbered {
  id: string;
  number: number;
}

/** For each moment, in milliseconds, the first deployment of an app that began after it and handed the variables over. */
export async function takenUpBy(appId: string, moments: Date[]): Promise<Map<number, Numbered>> {
  if (moments.length === 0) return new Map();
  const asked = sql.join(
    [...new Set(moments.map((at) => at.toISOString()))].map((at) => sql`(${at}::timestamptz)`),
    sql`, `,
  );
  const { rows } = await db.execute<{ at: string; id: string; number: number }>(sql`
    select asked.at, found.id, found.number
    from (values ${asked}) as asked (at)
    cross join lateral (
      select ${deployments.id}, ${deployments.number} from ${deployments}
      join ${runs} on ${runs.id} = ${deployments.id}
      where ${deployments.appId} = ${appId} and ${runs.startedAt} >= asked.at and ${hasHandedOver(db)}
      order by ${runs.startedAt} limit 1
    ) as found`);
  return new Map(rows.map(({ at, id, number }) => [new Date(at).getTime(), { id, number }]));
}

function hasHandedOver(on: On) {
  const done = and(eq(steps.runId, runs.id), inArray(steps.kind, kinds), eq(steps.status, "completed"));
  return exists(
    on
      .select({ one: sql`1` })
      .from(steps)
      .where(done),
  );
}
