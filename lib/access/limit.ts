import { sql } from "drizzle-orm";
import { db } from "#db/index.ts";
import { rateLimits } from "#db/schema/instance.ts";
import { Failure } from "#lib/failure.ts";

export interface Limit {
  tries: number;
  seconds: number;
}

/** How far a caller is towards a limit. */
export interface Spent {
  tries: number;
  left: number;
  secondsToReset: number;
}

/** Counts a try, in PostgreSQL so that it holds over every process. Throws `too_many` past the limit. */
export async function limit(key: string, most: Limit, tell?: (spent: Spent) => void): Promise<void> {
  const { count, resetsAt } = await countTry(key, most);
  const secondsToReset = Math.max(1, Math.ceil((resetsAt.getTime() - Date.now()) / 1000));
  tell?.({ tries: most.tries, left: Math.max(0, most.tries - count), secondsToReset });
  if (count > most.tries) throw new Failure("too_many", "Too many tries. Wait a few minutes, then try again.");
}

async function countTry(key: string, { seconds }: Limit): Promise<{ count: number; resetsAt: Date }> {
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
    .returning({ count: rateLimits.count, resetsAt: rateLimits.resetsAt });
  return row ?? { count: 1, resetsAt: new Date() };
}
