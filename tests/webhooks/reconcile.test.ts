import { setTimeout } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { integrations } from "#db/schema/integrations.ts";
import { servers } from "#db/schema/servers.ts";
import { parse } from "#lib/access/entry.ts";
import { resumeAutoDeploy } from "#lib/apps/resume-auto-deploy.ts";
import { updateApp } from "#lib/apps/update.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { createProject, createProjectInput } from "#lib/projects/create.ts";
import { decideDeliveries } from "#lib/webhooks/decide.ts";
import { findAutoDeploy } from "#lib/webhooks/find-auto-deploy.ts";
import { reconcile } from "#lib/webhooks/reconcile.ts";
import { setAutoDeploy } from "#lib/webhooks/set-auto-deploy.ts";
import { openTo } from "#tests/support/integration.ts";
import { change, decided, deploymentsOf, pushedApp, type PushedApp, rowOf, pushStage } from "./support.ts";

const stage = pushStage();

const never = new Date(0);

/** An app whose branch stands where Devpilot knows it, and whose webhooks get lost from now on. */
async function unheard(): Promise<PushedApp> {
  const app = await pushedApp(stage);
  await reconcile(never);
  stage.hub.repository(app.path).hooks.splice(0);
  return app;
}

test("what stands at the head when auto-deploy is first switched on is no push", async () => {
  const app = await unheard();
  expect((await rowOf(app)).watchedHead).toMatch(/^[0-9a-f]{40}$/);
  expect(await decided(app)).toEqual([]);
  expect(await deploymentsOf(app)).toEqual([]);
});

test("a push that no webhook told of is deployed all the same, and the delivery says how it was found", async () => {
  const app = await unheard();
  const { after } = await app.push();
  await reconcile(new Date());
  const inbox = await decided(app);
  expect(inbox).toMatchObject([{ source: "reconciler", verdict: "deployed", commit: after, branch: "main" }]);
  expect(inbox[0]?.reason).toMatch(/^No webhook told of this push: it was found by comparing branch heads\. .*#1/);
  expect(await deploymentsOf(app)).toMatchObject([{ wantedCommit: after, trigger: "push" }]);
  await reconcile(new Date());
  expect(await decided(app)).toHaveLength(1);
});

test("a branch that was compared lately is left alone until its time comes", async () => {
  const app = await unheard();
  await app.push();
  await reconcile(new Date(Date.now() - 300_000));
  expect(await decided(app)).toEqual([]);
});

test.each<[string, (app: PushedApp) => Promise<unknown>, (app: PushedApp) => Promise<unknown>]>([
  [
    "switched off",
    ({ actor, id }) => setAutoDeploy(actor, { app: id, enabled: false }),
    ({ actor, id }) => setAutoDeploy(actor, { app: id, enabled: true }),
  ],
  [
    "inactive",
    ({ actor, id }) => updateApp(actor, { app: id, isActive: false }),
    ({ actor, id }) => updateApp(actor, { app: id, isActive: true }),
  ],
  [
    "paused",
    (app) => change(app, { autoDeployPausedAt: new Date() }),
    ({ actor, id }) => resumeAutoDeploy(actor, { app: id }),
  ],
])("three pushes while it was %s, then on again: one deployment, of the newest commit", async (_, off, on) => {
  const app = await pushedApp(stage);
  await reconcile(never);
  await off(app);
  const pushes = [await app.push(), await app.push(), await app.push()];
  expect((await decided(app)).map(({ verdict }) => verdict)).toEqual(["ignored", "ignored", "ignored"]);
  await on(app);
  await reconcile(never);
  await decided(app);
  expect(await deploymentsOf(app)).toMatchObject([{ wantedCommit: pushes[2]?.after }]);
});

test("what was pushed while it could not be deployed is found, though nobody had compared heads before", async () => {
  const app = await pushedApp(stage);
  await change(app, { isActive: false });
  await app.push();
  const { after } = await app.push();
  await decided(app);
  await updateApp(app.actor, { app: app.id, isActive: true });
  await reconcile(never);
  await decided(app);
  expect(await deploymentsOf(app)).toMatchObject([{ wantedCommit: after }]);
});

test("the first push to a branch that was not there is news, whoever tells of it", async () => {
  const app = await unheard();
  await setAutoDeploy(app.actor, { app: app.id, enabled: true, branch: "later" });
  stage.hub.repository(app.path).hooks.splice(0);
  await reconcile(never);
  await decided(app);
  expect((await findAutoDeploy(app.actor, { app: app.id })).watchedHead).toBeNull();
  const { after } = await app.push("one", "later");
  await reconcile(new Date());
  await decided(app);
  expect(await deploymentsOf(app)).toMatchObject([{ branch: "later", wantedCommit: after }]);
});

test("a host that still shows what stood there before a push is no reason to go back", async () => {
  const app = await unheard();
  const { watchedHead } = await rowOf(app);
  const commit = "c".repeat(40);
  await queuePush(app, commit);
  await change(app, { watchedHead: commit, watchedEtag: null });
  await reconcile(new Date());
  expect(await decided(app)).toEqual([]);
  expect(watchedHead).not.toBe(commit);
});

test("an app that may use its account is compared though another of the repository may not", async () => {
  const app = await unheard();
  const row = await rowOf(app);
  await db.update(integrations).set({ isLimited: true }).where(eq(integrations.id, app.integration.id));
  await openTo(app.integration, row.projectId);
  const project = await createProject(app.actor, parse(createProjectInput, { name: "Elsewhere" }));
  const twin = { ...row, id: undefined, name: "Twin", projectPath: "/srv/elsewhere", projectId: project.id };
  await db.insert(apps).values({ ...twin, watchedEtag: '"first"' });
  await change(app, { watchedEtag: null });
  await reconcile(new Date());
  expect((await rowOf(app)).reconcileProblem).toBeNull();
});

test("another branch is watched from what stands at its head now on", async () => {
  const app = await unheard();
  await app.push("one", "draft");
  await setAutoDeploy(app.actor, { app: app.id, enabled: true, branch: "draft" });
  stage.hub.repository(app.path).hooks.splice(0);
  await reconcile(never);
  await decided(app);
  expect(await deploymentsOf(app)).toEqual([]);
  const { after } = await app.push("two", "draft");
  await reconcile(new Date());
  await decided(app);
  expect(await deploymentsOf(app)).toMatchObject([{ branch: "draft", wantedCommit: after }]);
});

test("a host that does not answer is a problem in words, which ends with the next answer", async () => {
  const app = await unheard();
  stage.hub.setFault({ kind: "500" }, /\/api\//);
  await reconcile(new Date());
  expect((await rowOf(app)).reconcileProblem).toMatch(/GitHub/);
  stage.hub.setFault(null);
  await reconcile(new Date());
  expect((await rowOf(app)).reconcileProblem).toBeNull();
});

test("a branch that is gone is a problem in words", async () => {
  const app = await unheard();
  await setAutoDeploy(app.actor, { app: app.id, enabled: true, branch: "nowhere" });
  await reconcile(never);
  expect((await rowOf(app)).reconcileProblem).toBe("The branch nowhere is gone from the git host.");
});

test("apps of one repository and branch ask the host once, and unchanged heads by a conditional request", async () => {
  const app = await unheard();
  await reconcile(new Date());
  const asked = () => stage.hub.requests.filter(({ path }) => path.includes(`${app.path}/`));
  const twin = { ...(await rowOf(app)), id: undefined, name: "Twin", projectPath: "/srv/twin", reconciledAt: null };
  await db.insert(apps).values(twin);
  await change(app, { reconciledAt: null });
  const before = asked().length;
  await reconcile(never);
  expect(
    asked()
      .slice(before)
      .map(({ status }) => status),
  ).toEqual([304]);
});

test("what can't be queued is tried again at every comparison, in one row of the inbox", async () => {
  const app = await unheard();
  const { after } = await app.push();
  const { serverId } = await rowOf(app);
  const connection = (value: "unknown" | "host_key_changed") =>
    db.update(servers).set({ connection: value }).where(eq(servers.id, serverId));
  await connection("host_key_changed");
  for (let time = 0; time < 3; time++) {
    await reconcile(new Date());
    expect(await decided(app)).toMatchObject([{ verdict: "ignored", repeated: time }]);
  }
  await connection("unknown");
  await reconcile(new Date());
  expect(await decided(app)).toMatchObject([{ verdict: "deployed" }]);
  expect(await deploymentsOf(app)).toMatchObject([{ wantedCommit: after }]);
});

async function queuePush(app: PushedApp, commit: string): Promise<void> {
  const { workspaceId } = await rowOf(app);
  const actor = { kind: "push", workspaceId, appId: app.id, label: "push · main" } as const;
  await queueDeployment(actor, { app: app.id, commit });
}

test("a ping that waits does not put off what was found", async () => {
  const app = await pushedApp(stage);
  await reconcile(never);
  const [hook] = stage.hub.repository(app.path).hooks.splice(0);
  const { after } = await app.push();
  stage.hub.repository(app.path).hooks.push(hook!);
  await stage.hub.deliverPayload(app.path, "ping", { zen: "Shop" });
  const comparing = reconcile(new Date());
  await setTimeout(400);
  await decideDeliveries();
  await comparing;
  expect(await decided(app)).toMatchObject([{ event: "ping" }, { source: "reconciler", commit: after }]);
});

test("two workers at once find a push once", async () => {
  const app = await unheard();
  await app.push();
  await change(app, { reconciledAt: null });
  await Promise.all([reconcile(never), reconcile(never), reconcile(never)]);
  expect(await decided(app)).toHaveLength(1);
});
