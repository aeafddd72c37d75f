import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import { servers } from "#db/schema/servers.ts";
import { deliveries } from "#db/schema/webhooks.ts";
import { stampOf } from "#lib/activity/stamp.ts";
import { announce, closeListener } from "#lib/jobs/listen.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { createProject } from "#lib/projects/create.ts";
import { watchWorkspace } from "#lib/workspaces/watch.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { buildWorld, makeWorld, type World } from "#tests/support/world.ts";

let here: World;
let there: World;

beforeAll(async () => {
  await freshDatabase();
  here = await makeWorld();
  there = await buildWorld("Elsewhere");
});

afterAll(closeListener);

/** What a watcher of this world hears until it is stopped. */
function watch(world: World, since?: string) {
  const stop = new AbortController();
  const heard: string[] = [];
  const done = (async () => {
    for await (const { event } of watchWorkspace(world.owner.actor, stop.signal, since)) heard.push(event);
  })();
  return {
    heard,
    async stop() {
      stop.abort();
      await done;
    },
  };
}

test("who watches a workspace hears of a queued deployment at once, and nobody elsewhere does", async () => {
  const [watcher, stranger] = [watch(here), watch(there)];
  await expect.poll(() => [watcher.heard, stranger.heard]).toEqual([["ready"], ["ready"]]);
  await queueDeployment(here.owner.actor, { app: here.appId });
  await expect.poll(() => watcher.heard, { timeout: 1500 }).toContain("news");
  expect(stranger.heard).toEqual(["ready"]);
  await Promise.all([watcher.stop(), stranger.stop()]);
});

test("what changed between the drawing of a page and its stream is news at once, and nothing else is", async () => {
  const stamp = await stampOf(here.workspace.id);
  const early = watch(here, stamp);
  await expect.poll(() => early.heard).toEqual(["ready"]);
  await early.stop();
  await createProject(here.owner.actor, { name: "Made meanwhile" });
  const late = watch(here, stamp);
  await expect.poll(() => late.heard).toEqual(["ready", "news"]);
  await late.stop();
});

test("a change that nobody announced is heard at the next look", async () => {
  const watcher = watch(here);
  await expect.poll(() => watcher.heard).toEqual(["ready"]);
  await createProject(here.owner.actor, { name: "Quiet project" });
  await expect.poll(() => watcher.heard, { timeout: 8000 }).toEqual(["ready", "news"]);
  await db.update(servers).set({ connection: "unreachable" }).where(eq(servers.id, here.serverId));
  await expect.poll(() => watcher.heard, { timeout: 8000 }).toEqual(["ready", "news", "news"]);
  await watcher.stop();
}, 30_000);

test("where nothing changes, nothing is said", async () => {
  const watcher = watch(there);
  await sleep(6000);
  expect(watcher.heard).toEqual(["ready"]);
  await watcher.stop();
}, 30_000);

test("a delivery is heard when it comes, and again when it is decided", async () => {
  const id = newId();
  const watcher = watch(here);
  await expect.poll(() => watcher.heard).toEqual(["ready"]);
  const came = { id, workspaceId: here.workspace.id, appId: here.appId, dialect: "github", event: "push" } as const;
  await db.insert(deliveries).values({ ...came, source: "webhook", deliveryKey: id });
  await db.transaction((tx) => announce(tx, here.workspace.id));
  await expect.poll(() => watcher.heard, { timeout: 8000 }).toEqual(["ready", "news"]);
  await db.update(deliveries).set({ verdict: "ignored" }).where(eq(deliveries.id, id));
  await db.transaction((tx) => announce(tx, here.workspace.id));
  await expect.poll(() => watcher.heard, { timeout: 8000 }).toEqual(["ready", "news", "news"]);
  await watcher.stop();
}, 30_000);

test("that a git host takes no more calls is heard, and so is a list of repositories that was read", async () => {
  const id = newId();
  const account = { kind: "git", provider: "github", name: "ana", origin: "https://github.com:443" } as const;
  await db.insert(integrations).values({ id, workspaceId: here.workspace.id, isShared: true, ...account });
  const watcher = watch(here);
  await expect.poll(() => watcher.heard).toEqual(["ready"]);
  for (const change of [{ rateLimitedUntil: new Date() }, { repositoriesReadAt: new Date() }]) {
    const before = watcher.heard.length;
    await db.update(integrations).set(change).where(eq(integrations.id, id));
    await db.transaction((tx) => announce(tx, here.workspace.id));
    await expect.poll(() => watcher.heard.length, { timeout: 8000 }).toBe(before + 1);
  }
  await watcher.stop();
}, 30_000);
