import { EventEmitter } from "node:events";
import { type SQL, sql } from "drizzle-orm";
import { Client, escapeIdentifier } from "pg";
import type { Transaction } from "#db/index.ts";
import { env } from "#lib/env.ts";
import { onePerProcess } from "#lib/one-per-process.ts";

const channel = "devpilot_runs";
const retryMilliseconds = 1000;
/** Else what takes connections and never answers them would be waited for without end. */
const connectionTimeoutMillis = 10_000;

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
  const opened = { topics, close: keepListening((topic) => void topics.emit(topic)) };
  hub.set(opened);
  return opened;
}

/** On a connection of its own, and on another when that one breaks. Returns what ends it. */
function keepListening(onTopic: (topic: string) => void): () => Promise<void> {
  let client: Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let isClosed = false;
  const open = (): void => {
    const opening = new Client({ connectionString: env.databaseUrl, keepAlive: true, connectionTimeoutMillis });
    client = opening;
    opening.on("notification", ({ payload = "" }) => onTopic(payload));
    opening.on("error", () => undefined);
    opening.on("end", again);
    opening
      .connect()
      .then(() => opening.query(`listen ${escapeIdentifier(channel)}`))
      .catch(() => void opening.end().catch(() => undefined));
  };
  const again = (): void => {
    clearTimeout(retry);
    if (!isClosed) retry = setTimeout(open, retryMilliseconds).unref();
  };
  open();
  return async () => {
    isClosed = true;
    clearTimeout(retry);
    await client?.end().catch(() => undefined);
  };
}
