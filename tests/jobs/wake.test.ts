import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "#db/index.ts";
import { env } from "#lib/env.ts";
import { hangBell } from "#lib/jobs/bell.ts";
import { closeSender, wake, workQueues } from "#lib/jobs/boss.ts";
import { announce, closeListener, listen } from "#lib/jobs/listen.ts";
import { freshDatabase } from "#tests/support/database.ts";

beforeAll(freshDatabase);
afterAll(async () => {
  await closeSender();
  await closeListener();
});

class Undone extends Error {}

const undone = (work: (tx: Parameters<Parameters<typeof db.transaction>[0]>[0]) => Promise<void>) =>
  expect(
    db.transaction(async (tx) => {
      await work(tx);
      throw new Undone();
    }),
  ).rejects.toThrow(Undone);

async function until(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !isSo(); await sleep(20)) if (Date.now() > end) throw new Error("in vain");
}

it("wakes a worker when a transaction commits, and not when it is undone", async () => {
  let woken = 0;
  const queues = await workQueues({ deployments: async () => void woken++ }, () => undefined);
  await undone((tx) => wake(tx, "deployments"));
  await sleep(3000);
  expect(woken).toBe(0);
  await db.transaction((tx) => wake(tx, "deployments"));
  await until(() => woken === 1);
  await queues.stop();
});

it("tells of news to those who listen to its topic, after the commit", async () => {
  const heard: string[] = [];
  const stop = ["shop", "blog"].map((topic) => listen(topic, () => heard.push(topic)));
  for (let tries = 0; heard.length === 0 && tries < 100; tries++) {
    await db.transaction((tx) => announce(tx, "blog"));
    await sleep(50);
  }
  heard.length = 0;
  await undone((tx) => announce(tx, "blog"));
  await db.transaction((tx) => announce(tx, "shop"));
  await until(() => heard.length > 0);
  expect(heard).toEqual(["shop"]);
  stop.forEach((end) => end());
});

it("rings by itself when no news comes, at once for news that came meanwhile, and at the end", async () => {
  const end = new AbortController();
  const bell = hangBell("nobody", end.signal, 50);
  await bell.next();
  const patient = hangBell("nobody", end.signal, 60_000);
  const ringing = patient.next();
  end.abort();
  await ringing;
  await patient.next();
  bell.stop();
  patient.stop();
});

it("listens anew where a database takes the connection and never answers it", async () => {
  await closeListener();
  const url = env.databaseUrl;
  let taken = 0;
  const silent = createServer(() => taken++).listen(0, "127.0.0.1");
  await once(silent, "listening");
  process.env.DATABASE_URL = `postgres://nobody@127.0.0.1:${(silent.address() as AddressInfo).port}/nothing`;
  let heard = 0;
  const stop = listen("late", () => heard++);
  await until(() => taken > 0);
  process.env.DATABASE_URL = url;
  for (let tries = 0; heard === 0 && tries < 100; tries++) {
    await db.transaction((tx) => announce(tx, "late"));
    await sleep(200);
  }
  expect(heard).toBeGreaterThan(0);
  stop();
  silent.close();
}, 40_000);
