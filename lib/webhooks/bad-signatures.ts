import { eq, sql } from "drizzle-orm";
import { db } from "#db/index.ts";
import { webhooks } from "#db/schema/webhooks.ts";
import { isDatabaseAway } from "#db/is-away.ts";
import { onePerProcess } from "#lib/one-per-process.ts";
import { toFailure } from "#lib/respond.ts";

const pauseMilliseconds = 1000;
/** What came since the last write, by webhook. */
const tallies = onePerProcess<Map<string, number>>("bad-signatures");

/**
 * Counts a delivery that was refused. The first one is written at once and those that follow together, at most once a
 * second and process, so that a flood of them costs no more than a trickle.
 */
export async function countBadSignature(webhookId: string): Promise<void> {
  const counted = tallies.get() ?? new Map<string, number>();
  tallies.set(counted);
  const since = counted.get(webhookId);
  counted.set(webhookId, (since ?? -1) + 1);
  if (since !== undefined) return;
  setTimeout(() => void writeRest(counted, webhookId), pauseMilliseconds).unref();
  await write(webhookId, 1);
}

async function writeRest(counted: Map<string, number>, webhookId: string): Promise<void> {
  const due = counted.get(webhookId) ?? 0;
  counted.delete(webhookId);
  if (due === 0) return;
  // A count is not worth a retry: the next bad signature is counted again.
  await write(webhookId, due).catch((error: unknown) => void (isDatabaseAway(error) || toFailure(error)));
}

async function write(webhookId: string, count: number): Promise<void> {
  await db
    .update(webhooks)
    .set({ badSignatures: sql`${webhooks.badSignatures} + ${count}`, lastBadSignatureAt: sql`now()` })
    .where(eq(webhooks.id, webhookId));
}
