import { sql } from "drizzle-orm";
import { fromDrizzle, PgBoss } from "pg-boss";
import type { Transaction } from "#db/index.ts";
import { env } from "#lib/env.ts";
import { type QueueName, queues } from "./queues.ts";

let sender: Promise<PgBoss> | undefined;

/** Wakes a worker once the transaction commits; never if it rolls back. */
export async function wake(tx: Transaction, queue: QueueName): Promise<void> {
  sender ??= openSender();
  const boss = await sender;
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
  const closing = sender;
  sender = undefined;
  await (await closing)?.stop({ graceful: false });
}

async function openSender(): Promise<PgBoss> {
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
