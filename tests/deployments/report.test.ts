import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { deployments } from "#db/schema/deployments.ts";
import { integrations } from "#db/schema/integrations.ts";
import { runs } from "#db/schema/runs.ts";
import { createApp } from "#lib/apps/create.ts";
import { cancelDeployment } from "#lib/deployments/cancel.ts";
import { reportStatuses } from "#lib/deployments/report.ts";
import { env } from "#lib/env.ts";
import { addHook } from "#lib/pipelines/add-hook.ts";
import type { GitService } from "#tests/peers/git-service/service.ts";
import { startBitbucket } from "#tests/peers/bitbucket.ts";
import { startGitHub } from "#tests/peers/github.ts";
import { startGitLab } from "#tests/peers/gitlab.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { addIntegration } from "#tests/support/integration.ts";
import { deploy, ended, setStage, type Stage, startWorker, stepIs } from "#tests/support/stage.ts";
import { aHook } from "#tests/support/world.ts";

let stage: Stage;
const services = new Map<string, GitService>();
const tokens: string[] = [];

beforeAll(async () => {
  // Statuses are told when a test says so, and not by the sweep.
  process.env.DEVPILOT_SWEEP_SECONDS = "600";
  await freshDatabase();
  stage = await setStage();
  process.env.DEVPILOT_PRIVATE_HOSTS = "127.0.0.1";
  process.env.DEVPILOT_INSECURE_GIT_HOSTS = "127.0.0.1";
  for (const start of [startGitHub, startGitLab, startBitbucket]) {
    const service = await start();
    afterAll(() => service.stop());
    service.addUser("ana");
    await service.addRepository({ path: "acme/shop", members: { ana: "admin" }, source: stage.repository.path });
    services.set(service.provider, service);
  }
  await startWorker();
});

afterEach(async () => {
  for (const service of services.values()) service.setFault(null);
  // What one test left untold is not the next one's.
  await db.update(deployments).set({ reportTries: 8 });
  await assertInvariants({ secrets: tokens });
});

function serviceNamed(name: string): GitService {
  const service = services.get(name);
  if (!service) throw new Error(`no ${name}`);
  return service;
}

let count = 0;

async function makeApp(provider: string, over: { token?: string } = {}) {
  const service = serviceNamed(provider);
  const token = over.token ?? service.tokenFor("ana");
  tokens.push(token);
  const origin = service.url;
  const integration = await addIntegration(stage.owner.workspaceId, { provider, origin, token });
  const name = `My Shop ${++count}`;
  const { app } = await createApp(stage.owner, {
    ...stage.appInput,
    name,
    projectPath: `${stage.target.home}/report-${count}`,
    repositoryUrl: `${origin}/acme/shop.git`,
    access: { kind: "integration", integration: integration.id },
  });
  return { service, integration, app, context: `devpilot/my-shop-${count}` };
}

const head = () => stage.repository.head();

/** What the host shows for this app's context, in the order in which it was told. */
function statusesOf({ service, context }: { service: GitService; context: string }) {
  return service.repository("acme/shop").statuses.filter(({ key }) => key === context);
}

async function deployed(app: { id: string }, commit?: string) {
  const { id } = await deploy({ owner: stage.owner, app: { ...stage.app, id: app.id } }, { commit });
  return { id, ...(await ended(id)) };
}

const rowOf = async (id: string) => (await db.select().from(deployments).where(eq(deployments.id, id)))[0];

test.each([
  ["github", "success"],
  ["gitlab", "success"],
  ["bitbucket", "SUCCESSFUL"],
])("%s shows that a deployment went live, in how long, and leads to its page", async (provider, state) => {
  const made = await makeApp(provider);
  const { id, status, deployment } = await deployed(made.app);
  expect([status, deployment?.commitUrl]).toEqual(["completed", expect.stringContaining(made.service.url)]);
  await reportStatuses();
  expect(statusesOf(made).at(-1)).toMatchObject({
    sha: await head(),
    state,
    description: expect.stringMatching(/^Live in \d+ s$/) as string,
    url: `${env.url}/w/${stage.workspaceSlug}/deployments/${id}`,
  });
  const calls = made.service.requests.length;
  await reportStatuses();
  expect(made.service.requests.length).toBe(calls);
  expect(made.service.violations).toEqual([]);
});

test("a deployment is told while it runs and when it ends, and GitHub keeps one deployment of its own for both", async () => {
  const made = await makeApp("github");
  await addHook(stage.owner, { ...aHook, app: made.app.id, stage: "post_setup", input: { command: "sleep 2" } });
  const { id } = await deploy({ owner: stage.owner, app: { ...stage.app, id: made.app.id } });
  await stepIs(id, aHook.name, "processing");
  await reportStatuses();
  expect(statusesOf(made).at(-1)).toMatchObject({ state: "pending", description: "Is being deployed" });
  await ended(id);
  await reportStatuses();
  expect(statusesOf(made).map(({ state }) => state)).toEqual(["pending", "success"]);
  const all = made.service.repository("acme/shop").deployments;
  const mine = all.filter(({ environment }) => environment === made.context);
  expect(mine.map(({ sha, statuses }) => [sha, ...statuses.map(({ state }) => state)])).toEqual([
    [await head(), "in_progress", "success"],
  ]);
});

test("a failure is told with the hook that failed, and a cancelled one without a person's name", async () => {
  const made = await makeApp("github");
  await addHook(stage.owner, { ...aHook, app: made.app.id, name: "Build", input: { command: "exit 3" } });
  expect((await deployed(made.app)).status).toBe("failed");
  await reportStatuses();
  expect(statusesOf(made).at(-1)).toMatchObject({ state: "failure", description: "Failed in hook Build" });

  const { id } = await deploy(
    { owner: stage.owner, app: { ...stage.app, id: made.app.id } },
    { commit: await head(), branch: "main" },
  );
  await cancelDeployment(stage.owner, { deployment: id });
  await ended(id);
  await reportStatuses();
  expect(statusesOf(made).at(-1)).toMatchObject({
    state: "error",
    description: expect.not.stringContaining("owner") as string,
  });
});

test("a host that hangs delays nothing, and is told later, what holds then", async () => {
  const made = await makeApp("github");
  made.service.setFault({ kind: "hang" }, /statuses|deployments/);
  const slow = await deployed(made.app);
  const reporting = reportStatuses();
  const begun = Date.now();
  const quick = await deployed((await makeApp("gitlab")).app);
  expect([slow.status, quick.status]).toEqual(["completed", "completed"]);
  expect(Date.now() - begun).toBeLessThan(8_000);
  await reporting;
  const row = await rowOf(slow.id);
  expect([row?.reportedStatus, row?.reportTries]).toEqual([null, 1]);
  expect(row?.reportAfter?.getTime()).toBeGreaterThan(Date.now());
  made.service.setFault(null);
  await reportStatuses();
  expect(statusesOf(made)).toEqual([]);
  await db
    .update(deployments)
    .set({ reportAfter: sql`now()` })
    .where(eq(deployments.id, slow.id));
  await reportStatuses();
  expect(statusesOf(made).map(({ state }) => state)).toEqual(["success"]);
});

test("it gives up after eight failures, each waited for longer than the one before", async () => {
  const made = await makeApp("github");
  const { id } = await deployed(made.app);
  made.service.setFault({ kind: "500" }, /statuses/);
  const waits: number[] = [];
  for (let round = 1; round <= 10; round++) {
    await db
      .update(deployments)
      .set({ reportAfter: sql`now()` })
      .where(eq(deployments.id, id));
    const calls = made.service.requests.length;
    await reportStatuses();
    const row = await rowOf(id);
    if (made.service.requests.length > calls) waits.push((row?.reportAfter?.getTime() ?? 0) - Date.now());
  }
  expect(waits).toHaveLength(8);
  expect(waits.at(0)).toBeLessThan(20_000);
  expect(waits.at(-1)).toBeGreaterThan(300_000);
});

test("an account that may read but not write statuses is asked once for a deployment, and again for the next", async () => {
  const service = serviceNamed("github");
  service.addUser("reader");
  service.repository("acme/shop").members.reader = "read";
  const made = await makeApp("github", { token: service.tokenFor("reader") });
  const calls = () => service.requests.filter(({ path }) => path.includes("/statuses/")).length;
  const before = calls();
  for (const asked of [1, 2]) {
    const { id, status } = await deployed(made.app);
    await reportStatuses();
    await db.update(deployments).set({ reportAfter: null }).where(eq(deployments.id, id));
    await reportStatuses();
    expect([status, calls() - before, (await rowOf(id))?.reportedStatus]).toEqual(["completed", asked, null]);
  }
  expect(statusesOf(made)).toEqual([]);
});

test("two workers tell each status once", async () => {
  const made = await makeApp("gitlab");
  await deployed(made.app);
  await Promise.all([reportStatuses(), reportStatuses(), reportStatuses()]);
  expect(statusesOf(made)).toHaveLength(1);
});

test("of two deployments of one commit the host keeps the newer one's end, in whatever order they are told", async () => {
  const made = await makeApp("github");
  const older = await deployed(made.app, await head());
  await deployed(made.app, await head());
  await db.update(runs).set({ status: "failed" }).where(eq(runs.id, older.id));
  await reportStatuses();
  await reportStatuses();
  expect(statusesOf(made).map(({ state }) => state)).toEqual(["success"]);
  await db.update(runs).set({ status: "completed" }).where(eq(runs.id, older.id));
});

test("a removed, foreign or broken integration is told nothing", async () => {
  const made = await makeApp("github");
  await deployed(made.app);
  const calls = made.service.requests.length;
  for (const off of [{ removedAt: new Date() }, { state: "needs_reconnecting" as const }, { isLimited: true }]) {
    await db.update(integrations).set(off).where(eq(integrations.id, made.integration.id));
    await reportStatuses();
    await db
      .update(integrations)
      .set({ removedAt: null, state: "connected", isLimited: false })
      .where(eq(integrations.id, made.integration.id));
  }
  expect(made.service.requests.length).toBe(calls);
  await reportStatuses();
  expect(made.service.requests.length).toBeGreaterThan(calls);
});

test("a tag is told by its name, and a commit by the branch that it is found on, in one status", async () => {
  const made = await makeApp("gitlab");
  const on = { owner: stage.owner, app: { ...stage.app, id: made.app.id } };
  await stage.repository.tag("v1.0");
  await ended((await deploy(on, { tag: "v1.0" })).id);
  await reportStatuses();
  expect(statusesOf(made).map(({ ref, state }) => [ref, state])).toEqual([["v1.0", "success"]]);
  const { id } = await deploy(on, { commit: await head() });
  await reportStatuses();
  await ended(id);
  await reportStatuses();
  const told = statusesOf(made).map(({ ref, state }) => [ref, state]);
  expect(told).toEqual([
    ["v1.0", "success"],
    ["main", "success"],
  ]);
});

test("a worker tells by itself", async () => {
  const made = await makeApp("bitbucket");
  await deployed(made.app);
  process.env.DEVPILOT_SWEEP_SECONDS = "0.1";
  const worker = await startWorker();
  await expect.poll(() => statusesOf(made).map(({ state }) => state), { timeout: 10_000 }).toEqual(["SUCCESSFUL"]);
  await worker.stop();
  process.env.DEVPILOT_SWEEP_SECONDS = "600";
});
