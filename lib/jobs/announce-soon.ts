import { db } from "#db/index.ts";
import { onePerProcess } from "#lib/one-per-process.ts";
import { notification } from "./listen.ts";

/** Topics whose news is on its way; true where there is more since. */
const underWay = onePerProcess<Map<string, boolean>>("announcements");

/**
 * Tells of what is committed already, one notification for all that comes while one is on its way. PostgreSQL lets
 * commits that notify wait for each other, and a burst must not; who listens also looks by itself, if this is lost.
 */
export function announceSoon(topic: string): void {
  const topics = underWay.get() ?? new Map<string, boolean>();
  underWay.set(topics);
  const isUnderWay = topics.has(topic);
  topics.set(topic, isUnderWay);
  if (!isUnderWay) void send(topics, topic);
}

async function send(topics: Map<string, boolean>, topic: string): Promise<void> {
  try {
    do {
      topics.set(topic, false);
      await db.execute(notification(topic));
    } while (topics.get(topic));
  } catch {
    // The database is away: who listens will look.
  } finally {
    topics.delete(topic);
  }
}
