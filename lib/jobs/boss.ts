import { sql } from "drizzle-orm";
import { fromDrizzle, PgBoss } from "pg-boss";
import type { Transaction } from "#db/index.ts";
import { env } from "#lib/env.ts";
import { onePerProcess } from "#lib/one-per-process.ts";
import { type QueueName, queues } from "./queues.ts";

const sender = onePerProcess<Promise<PgBoss>>("job-sender");

/** Wakes a worker once the transaction commits; never if it rolls back. */
export async function wake(tx: Transaction, queue: QueueName): Promise<void> {
  const boss = await openSender();
  await boss.send(queue, {}, { db: fromDrizzle(tx, sql) });
}

/** Creates what pg-boss keeps in the database, and our queues. Belongs to the migrations. */
export async function installQueues(url: string): Promise<void> {
  const boss = new PgBoss({ connectionString: url, max: 2, supervise: false, schedule: false });
  boss.on("error", () => undefined);
  await boss.start();
  for (const [name, options] of Object.entries(queues)) {
    if (!(await boss.getQueue(name))) await boss.createQueue(name, { ...options, notify: true });
  }
  await boss.stop({ graceful: false });
}

/** Calls `work` at each wake-up of a queue, until stopped. Wake-ups may merge, repeat or be late: `work` claims for itself. */
export async function workQueues(
  work: Record<QueueName, () => Promise<void>>,
  onError: (error: unknown) => void,
): Promise<{ stop(): Promise<void> }> {
  const boss = new PgBoss({ connectionString: env.databaseUrl, max: 3, migrate: false, useListenNotify: true });
  boss.on("error", onError);
  await boss.start();
  for (const name of Object.keys(queues) as QueueName[]) {
    await boss.work(name, { batchSize: 100, pollingIntervalSeconds: 2 }, async () => work[name]());
  }
  return { stop: () => boss.stop({ graceful: false }) };
}

/** Lets go of the sender's connections. */
export async function closeSender(): Promise<void> {
  const closing = sender.get();
  sender.set(undefined);
  await (await closing)?.stop({ graceful: false });
}

/** A sender that could not start is tried again at the next use. */
function openSender(): Promise<PgBoss> {
  const known = sender.get();
  if (known) return known;
  const opening = startSender();
  sender.set(opening);
  opening.catch(() => sender.set(undefined));
  return opening;
}

async function startSender(): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: env.databaseUrl,
    max: 1,
    migrate: false,
    supervise: false,
    schedule: false,
  });
  boss.on("error", () => undefined);
  return boss.start();
}
