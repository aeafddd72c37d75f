import { and, inArray, isNotNull, lt, ne, sql } from "drizzle-orm";
import { db } from "#db/index.ts";
import { deliveries } from "#db/schema/webhooks.ts";

const bodyDays = 30;
const rowDays = 180;

/** Drops the bodies of old deliveries, and later the deliveries themselves. */
export async function tidyDeliveries(): Promise<void> {
  await db
    .update(deliveries)
    .set({ body: null })
    .where(and(isNotNull(deliveries.body), ne(deliveries.verdict, "waiting"), olderThan(bodyDays)));
  const old = db.select({ id: deliveries.id }).from(deliveries).where(olderThan(rowDays));
  await db.update(deliveries).set({ replayOf: null }).where(inArray(deliveries.replayOf, old));
  await db.delete(deliveries).where(and(ne(deliveries.verdict, "waiting"), olderThan(rowDays)));
}

function olderThan(days: number) {
  return lt(deliveries.receivedAt, sql`now() - make_interval(days => ${days})`);
}
