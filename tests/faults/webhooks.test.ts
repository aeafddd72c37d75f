import { and, eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { closeDatabase, db } from "#db/index.ts";
import { deployments } from "#db/schema/deployments.ts";
import { freePort } from "#lib/processes/free-port.ts";
import { closeSender, installQueues } from "#lib/jobs/boss.ts";
import { closeListener } from "#lib/jobs/listen.ts";
import { findAutoDeploy } from "#lib/webhooks/find-auto-deploy.ts";
import { reconcile } from "#lib/webhooks/reconcile.ts";
import { setAutoDeploy } from "#lib/webhooks/set-auto-deploy.ts";
import { type PrivatePostgres, privatePostgres } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { spawnWorker, type WorkerProcess } from "#tests/support/processes.ts";
import { runs as counts } from "#tests/support/soak.ts";
import { type EntryProcess, spawnEntry } from "#tests/support/spawn-process.ts";
import { ended, setStage, type Stage } from "#tests/support/stage.ts";
import { type Hook, hookOf, signedHeaders } from "#tests/support/webhooks.ts";
import { deliverAll, inboxKeys, pushes, type Sent, shuffled, toDoor } from "./burst.ts";

const [many, duplicates] = [counts(80, 800), counts(20, 200)];
let postgres: PrivatePostgres;
let stage: Stage;
let hook: Hook;
let worker: WorkerProcess;

beforeAll(async () => {
  postgres = await privatePostgres();
  await installQueues(postgres.url);
  process.env.DATABASE_URL = postgres.url;
  stage = await setStage();
  const port = await freePort();
  Object.assign(process.env, { PORT: String(port), DEVPILOT_URL: `http://127.0.0.1:${port}` });
  worker = await spawnWorker();
  hook = await hookOf(stage.owner, stage.app.id);
  await eventually(async () => expect((await watched()).watchedHead).not.toBeNull());
  return async () => {
    await worker.kill();
    await closeSender();
    await closeListener();
    await closeDatabase();
  };
});

test("a burst of pushes, shuffled and with duplicates, over a worker that is killed: each is kept once and decided, and the newest is live", async () => {
  const all = await pushes(stage.repository, many);
  const again = shuffled(all).slice(0, duplicates);
  let killing: Promise<void> | undefined;
  const taken = await deliverAll(shuffled([...all, ...again]), toDoor(hook), (count) => {
    if (count === Math.floor(many / 2)) killing = replaceWorker();
  });
  await killing;
  expect(taken.size).toBe(many);
  await expectWhole(taken);
  expect((await inboxKeys(hook.app)).repeated).toBe(duplicates);
});

test("PostgreSQL killed in a burst: no push that was answered 2xx is lost, and the newest goes live", async () => {
  const all = await pushes(stage.repository, many);
  let killing: Promise<void> | undefined;
  const taken = await deliverAll(shuffled(all), toDoor(hook), (count) => {
    if (count === Math.floor(many / 4)) killing = postgres.kill().then(() => postgres.start());
  });
  await killing;
  await eventually(() => reconcile(new Date()));
  await expectWhole(taken);
});

test("an app that was off during three pushes, then on: one deployment, of the newest", async () => {
  await setAutoDeploy(stage.owner, { app: hook.app, enabled: false });
  const before = (await deploymentsOf()).length;
  const taken = await deliverAll(await pushes(stage.repository, 3), toDoor(hook));
  expect(taken.size).toBe(3);
  await setAutoDeploy(stage.owner, { app: hook.app, enabled: true });
  await expectWhole(taken);
  expect(await deploymentsOf()).toHaveLength(before + 1);
});

test("web killed in the middle of a burst: what it answered 2xx is in the inbox, and the newest goes live", async () => {
  let web: EntryProcess = await spawnEntry("web");
  let killing: Promise<void> | undefined;
  const all = await pushes(stage.repository, many);
  const taken = await deliverAll(all, overHttp, (count) => {
    if (count === Math.floor(many / 2)) killing = web.kill().then(async () => void (web = await spawnEntry("web")));
  });
  await killing;
  expect(taken.size).toBeGreaterThanOrEqual(Math.floor(many / 2));
  await eventually(() => reconcile(new Date()));
  await expectWhole(taken);
  await web.kill();
});

/** As a host does that never tries again. */
async function overHttp({ key, body }: Sent): Promise<number> {
  const headers = signedHeaders(hook.secret, body, { key });
  return fetch(hook.url, { method: "POST", headers, body }).then(
    ({ status }) => status,
    () => 0,
  );
}

async function replaceWorker(): Promise<void> {
  await worker.kill();
  worker = await spawnWorker();
}

/** All that was taken is in the inbox and decided, and the head of the branch is what visitors see. */
async function expectWhole(taken: Set<string>): Promise<void> {
  const head = await stage.repository.head();
  await eventually(async () => expect((await inboxKeys(hook.app)).waiting).toBe(0));
  const { keys } = await inboxKeys(hook.app);
  expect([...taken].filter((key) => !keys.has(key))).toEqual([]);
  await eventually(async () => expect((await watched()).watchedHead).toBe(head));
  for (const { id } of await deploymentsOf()) await ended(id, 90);
  const live = and(eq(deployments.appId, hook.app), deployments.isLive);
  expect(await db.select({ commit: deployments.commit }).from(deployments).where(live)).toEqual([{ commit: head }]);
  await assertInvariants({ secrets: [hook.secret] });
}

const watched = () => findAutoDeploy(stage.owner, { app: hook.app });

const deploymentsOf = () => db.select().from(deployments).where(eq(deployments.appId, hook.app));

/** This process's own connections fail once, too. */
async function eventually(check: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      return void (await check());
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
