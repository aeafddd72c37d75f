import { randomUUID } from "node:crypto";
import { inboxOf, type Hook, pushBody, type PushWords, send } from "#tests/support/webhooks.ts";
import type { TestRepository } from "#tests/support/repository.ts";

export interface Sent {
  key: string;
  body: string;
}

/** Commits on main, and a delivery for each, in their order. */
export async function pushes(repository: TestRepository, count: number): Promise<Sent[]> {
  const made: Sent[] = [];
  let before = await repository.head();
  for (let number = 0; number < count; number++) {
    const after = await repository.commit({ "index.html": `${before} ${number}\n` });
    made.push({ key: randomUUID(), body: pushBody({ before, after } satisfies PushWords) });
    before = after;
  }
  return made;
}

/** The same in any order. */
export function shuffled<T>(items: T[]): T[] {
  const order = items.map((item) => ({ item, at: Math.random() }));
  return order.toSorted((one, other) => one.at - other.at).map(({ item }) => item);
}

/** Delivers with 20 connections; answers the ids of what was answered 2xx. */
export async function deliverAll(
  all: Sent[],
  deliver: (one: Sent) => Promise<number>,
  onSent: (count: number) => unknown = () => undefined,
): Promise<Set<string>> {
  const taken = new Set<string>();
  const waiting = [...all];
  let sent = 0;
  const connection = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const status = await deliver(next);
      if (status >= 200 && status < 300) taken.add(next.key);
      void onSent(++sent);
    }
  };
  await Promise.all(Array.from({ length: 20 }, connection));
  return taken;
}

/** To the door in this process. */
export const toDoor = (hook: Hook) => async (one: Sent) => (await send(hook, one.body, { key: one.key })).status;

/** Which deliveries of an app are in the inbox, and how many of them wait. */
export async function inboxKeys(app: string) {
  const inbox = await inboxOf(app);
  return {
    keys: new Set(inbox.map(({ deliveryKey }) => deliveryKey)),
    waiting: inbox.filter(({ verdict }) => verdict === "waiting").length,
    repeated: inbox.reduce((sum, { repeated }) => sum + repeated, 0),
  };
}
