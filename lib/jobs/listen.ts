import { EventEmitter } from "node:events";
import { type SQL, sql } from "drizzle-orm";
import postgres from "postgres";
import type { Transaction } from "#db/index.ts";
import { env } from "#lib/env.ts";
import { onePerProcess } from "#lib/one-per-process.ts";

const channel = "devpilot_runs";

/** The topic of every app at once: deliveries wait, or branch heads are to be compared. */
export const deliveriesTopic = "deliveries";

const hub = onePerProcess<{ topics: EventEmitter; close(): Promise<void> }>("listener");

/** Tells every process, at commit, that a run or an app has news. Payload: the topic, an id. */
export async function announce(tx: Transaction, topic: string): Promise<void> {
  await tx.execute(notification(topic));
}

/** The statement that tells of news on a topic. */
export function notification(topic: string): SQL {
  return sql`select pg_notify(${channel}, ${topic})`;
}

/**
 * Calls back when a topic has news, soon after the commit. A notification can be lost while the connection is down,
 * so whoever listens also looks by itself every few seconds. Returns what ends it.
 */
export function listen(topic: string, onNews: () => void): () => void {
  const { topics } = hub.get() ?? openHub();
  topics.on(topic, onNews);
  return () => void topics.off(topic, onNews);
}

export async function closeListener(): Promise<void> {
  const closing = hub.get();
  hub.set(undefined);
  await closing?.close();
}

function openHub() {
  const topics = new EventEmitter().setMaxListeners(0);
  const client = postgres(env.databaseUrl, { max: 1, onnotice: () => undefined, idle_timeout: 0 });
  // A failed first attempt is tried again at the next use: polling carries the listeners until then.
  client.listen(channel, (topic) => topics.emit(topic)).catch(() => hub.set(undefined));
  const opened = { topics, close: () => client.end({ timeout: 1 }) };
  hub.set(opened);
  return opened;
}
