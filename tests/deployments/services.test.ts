import { and, eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { deployments } from "#db/schema/deployments.ts";
import { runs, steps } from "#db/schema/runs.ts";
import { updateApp } from "#lib/apps/update.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { retryDeployment } from "#lib/deployments/retry.ts";
import { rollBackDeployment } from "#lib/deployments/rollback.ts";
import { stepsOf } from "#lib/runs/ledger.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addApp, makeWorld, type World } from "#tests/support/world.ts";

let world: World;
let app: string;
let count = 0;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

async function makeStarted(wanted: { startCommand?: string | null; processes?: typeof queue } = {}) {
  const made = await addApp(world.owner.actor, world.project.id, world.serverId, `/srv/started/${++count}`);
  app = made.id;
  await change({ startCommand: "node server.js", ...wanted });
}

const queue = [{ name: "queue", command: "node worker.js", count: 2 }];
const change = (wanted: { startCommand?: string | null; processes?: typeof queue; isPublic?: boolean }) =>
  updateApp(world.owner.actor, { app, ...wanted });
const plan = async () => (await queueDeployment(world.owner.actor, { app })).id;
const kindsOf = async (id: string) => (await stepsOf(id)).map(({ kind }) => kind);
const startOf = async (id: string) => (await stepsOf(id)).find(({ kind }) => kind === "start")?.input;

test("an app with a start command is started before it is released, and what ran before ends afterwards", async () => {
  await makeStarted();
  expect(await kindsOf(await plan())).toEqual(["fetch", "setup", "start", "release", "retire", "prune"]);
});

test("processes alone are started too, without a command and a port", async () => {
  await makeStarted({ startCommand: null, processes: queue });
  const id = await plan();
  expect(await kindsOf(id)).toEqual(["fetch", "setup", "start", "release", "retire", "prune"]);
  const start = await startOf(id);
  expect(start).toMatchObject({ command: "", port: "" });
  expect(JSON.parse(start?.processes ?? "")).toEqual(queue);
});

test("an app that nothing runs of is not started", async () => {
  await makeStarted({ startCommand: null });
  expect(await kindsOf(await plan())).toEqual(["fetch", "setup", "release", "prune"]);
});

test("a deployment that waits starts what was wanted when it was queued", async () => {
  await makeStarted();
  const id = await plan();
  await change({ startCommand: "node later.js", isPublic: true, processes: queue });
  expect(await startOf(id)).toMatchObject({ command: "node server.js", listen: "loopback", processes: "[]" });
});

test("an app that is no service any more ends what its live release runs", async () => {
  await makeStarted();
  await goLive(await plan());
  await change({ startCommand: null });
  const id = await plan();
  expect(await kindsOf(id)).toEqual(["fetch", "setup", "release", "retire", "prune"]);
  expect((await stepsOf(id)).find(({ kind }) => kind === "retire")?.input).toEqual({ service: "" });
});

test("what a deployment that waits will start is ended by the one behind it, and keeps its port until then", async () => {
  await makeStarted();
  const { port } = (await startOf(await plan())) ?? {};
  expect(String((await change({ startCommand: null })).app.port)).toBe(port);
  expect(await kindsOf(await plan())).toContain("retire");
});

test("what could not be ended, or was started and never released, is ended by the next deployment", async () => {
  await makeStarted();
  const first = await plan();
  await finish(first, "start");
  await end(first, "failed");
  await change({ startCommand: null });
  for (const status of ["failed", "completed"] as const) {
    const id = await plan();
    expect(await kindsOf(id)).toContain("retire");
    await finish(id, "retire", status);
    await goLive(id);
  }
  expect(await kindsOf(await plan())).not.toContain("retire");
});

test("a rollback starts the earlier release with the command and processes that it had, on the port of now", async () => {
  await makeStarted();
  const first = await plan();
  await goLive(first);
  await change({ startCommand: "node later.js", processes: queue, isPublic: true });
  await goLive(await plan());
  const back = await rollBackDeployment(world.owner.actor, { deployment: first });
  expect(await kindsOf(back.id)).toEqual(["start", "rollback", "retire", "prune"]);
  expect(await startOf(back.id)).toMatchObject({ command: "node server.js", processes: "[]", listen: "public" });
});

test("a rollback to a release that was not started ends what runs, and starts nothing", async () => {
  await makeStarted({ startCommand: null });
  const first = await plan();
  await goLive(first);
  await change({ startCommand: "node server.js" });
  await goLive(await plan());
  const back = await rollBackDeployment(world.owner.actor, { deployment: first });
  expect(await kindsOf(back.id)).toEqual(["rollback", "retire", "prune"]);
  const services = (await stepsOf(back.id)).slice(0, 2).map(({ input }) => input.service);
  expect(services).toEqual(["", ""]);
});

test("a rollback to a release that was started starts it, on a port of its own, also where the app is no service now", async () => {
  await makeStarted({ processes: queue });
  const first = await plan();
  await goLive(first);
  await change({ startCommand: null, processes: [] });
  const second = await plan();
  await finish(second, "retire");
  await goLive(second);
  await db.update(apps).set({ port: null }).where(eq(apps.id, app));
  const back = await rollBackDeployment(world.owner.actor, { deployment: first });
  expect(await kindsOf(back.id)).toEqual(["start", "rollback", "retire", "prune"]);
  const [{ port } = { port: null }] = await db.select({ port: apps.port }).from(apps).where(eq(apps.id, app));
  expect(port).not.toBeNull();
  expect(await startOf(back.id)).toMatchObject({ command: "node server.js", port: String(port) });
  expect(JSON.parse((await startOf(back.id))?.processes ?? "")).toEqual(queue);
});

test("a release that was built and started anew is started as it was the last time", async () => {
  await makeStarted();
  const first = await plan();
  const start = (await stepsOf(first)).find(({ kind }) => kind === "start");
  if (!start) throw new Error("Nothing is started.");
  await db.delete(steps).where(and(eq(steps.runId, first), eq(steps.id, start.id)));
  const again = {
    ...start,
    id: newId(),
    position: start.position + 10,
    input: { ...start.input, command: "node last.js" },
  };
  await db.insert(steps).values([{ ...start, status: "skipped" }, again]);
  await goLive(first);
  await goLive(await plan());
  const back = await rollBackDeployment(world.owner.actor, { deployment: first });
  expect(await startOf(back.id)).toMatchObject({ command: "node last.js" });
});

test.each([
  ["is started again where it never went live", false, "pending"],
  ["is not started again where it is live", true, "skipped"],
])("a release that is tried again %s", async (_, isReleased, status) => {
  await makeStarted();
  const id = await plan();
  for (const kind of ["fetch", "setup", "start", ...(isReleased ? ["release"] : [])]) await finish(id, kind);
  await db.update(runs).set({ status: "failed" }).where(eq(runs.id, id));
  await db
    .update(deployments)
    .set({ releasedAt: isReleased ? new Date() : null })
    .where(eq(deployments.id, id));
  const retried = await retryDeployment(world.owner.actor, { deployment: id });
  expect((await stepsOf(retried.id)).find(({ kind }) => kind === "start")?.status).toBe(status);
});

async function finish(run: string, kind: string, status: "completed" | "failed" = "completed"): Promise<void> {
  const step = (await stepsOf(run)).find((one) => one.kind === kind);
  await db
    .update(steps)
    .set({ status })
    .where(eq(steps.id, step?.id ?? ""));
}

/** As a deployment ends: what had not begun is skipped. */
async function end(id: string, status: "failed" | "cancelled"): Promise<void> {
  await db.update(runs).set({ status }).where(eq(runs.id, id));
  await db
    .update(steps)
    .set({ status: "skipped" })
    .where(and(eq(steps.runId, id), eq(steps.status, "pending")));
}

async function goLive(id: string): Promise<void> {
  await db.update(deployments).set({ isLive: false }).where(eq(deployments.appId, app));
  await db.update(runs).set({ status: "completed" }).where(eq(runs.id, id));
  const live = { isLive: true, releasedAt: new Date(), commit: "a".repeat(40) };
  await db.update(deployments).set(live).where(eq(deployments.id, id));
}
