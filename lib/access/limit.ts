import { sql } from "drizzle-orm";
import { db } from "#db/index.ts";
import { rateLimits } from "#db/schema/instance.ts";
import { Failure } from "#lib/failure.ts";

export interface Limit {
  tries: number;
  seconds: number;
}

/** Counts a try, in PostgreSQL so that it holds over every process. Throws `too_many` past the limit. */
export async function limit(key: string, { tries, seconds }: Limit): Promise<void> {
  const [row] = await db
    .insert(rateLimits)
    .values({ key, count: 1, resetsAt: sql`now() + make_interval(secs => ${seconds})` })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`case when ${rateLimits.resetsAt} <= now() then 1 else ${rateLimits.count} + 1 end`,
        resetsAt: sql`case when ${rateLimits.resetsAt} <= now() then excluded.resets_at else ${rateLimits.resetsAt} end`,
      },
    })
    .returning({ count: rateLimits.count });
  if ((row?.count ?? 1) > tries) throw new Failure("too_many", "Too many tries. Wait a few minutes, then try again.");
}
