import { and, desc, eq } from "drizzle-orm";
import { readlinkSync } from "node:fs";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { activity } from "#db/schema/activity.ts";
import { apps } from "#db/schema/apps.ts";
import { deployments } from "#db/schema/deployments.ts";
import { servers } from "#db/schema/servers.ts";
import { updateApp } from "#lib/apps/update.ts";
import { resumeAutoDeploy } from "#lib/apps/resume-auto-deploy.ts";
import { retryDeployment } from "#lib/deployments/retry.ts";
import { rollBackDeployment } from "#lib/deployments/rollback.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { deploy, ended, setStage, type Stage, startWorker, stepIs } from "#tests/support/stage.ts";

let stage: Stage;

beforeAll(async () => {
  await freshDatabase();
  stage = await setStage();
  await startWorker();
});

/** Something well is live, and the next that is ill is to go back to it. */
beforeEach(async () => {
  await wellWhen("true");
  await updateApp(stage.owner, { app: stage.app.id, rollbackWhenUnhealthy: true });
  await live();
});

afterEach(assertInvariants);

test("an unhealthy release is rolled back by Devpilot to what was live before, and its reason says so", async () => {
  const before = await newest();
  await wellWhen(`[[ $DEVPILOT_RELEASE == ${before.release} ]]`);
  const failed = await live();
  const back = await newest();
  expect(failed).toMatchObject({
    status: "failed",
    reason: `Check health: exit code 1, after 1 try. Devpilot rolls back to #${before.number}, as #${back.number}.`,
  });
  expect(await ended(back.id)).toMatchObject({
    status: "completed",
    deployment: {
      trigger: "rollback",
      triggeredBy: "Devpilot",
      rollbackOf: before.id,
      isLive: true,
      health: "healthy",
    },
  });
  expect(current()).toBe(`deployments/${before.release}`);
});

test("it is recorded and pauses auto-deploy, as every rollback", async () => {
  const before = await newest();
  await wellWhen(`[[ $DEVPILOT_RELEASE == ${before.release} ]]`);
  const paused = () =>
    db
      .select()
      .from(activity)
      .where(and(eq(activity.resourceId, stage.app.id), eq(activity.action, "app.auto_deploy_paused")));
  await resumeAutoDeploy(stage.owner, { app: stage.app.id }).catch(() => undefined);
  const pausedBefore = (await paused()).length;
  await live();
  const back = await newest();
  await ended(back.id);
  const [app] = await db.select().from(apps).where(eq(apps.id, stage.app.id));
  expect(app?.autoDeployPausedAt).not.toBeNull();
  expect((await paused()).slice(pausedBefore)).toMatchObject([{ actorKind: "system" }]);
  const queued = await db.select().from(activity).where(eq(activity.resourceId, back.id));
  expect(queued.map(({ action }) => action)).toContain("deployment.queued");
});

test("a rollback that is unhealthy itself is not rolled back, nor a retry of it: there is no loop", async () => {
  await wellWhen("false");
  await live();
  const back = await newest();
  expect(await ended(back.id)).toMatchObject({ status: "failed", deployment: { trigger: "rollback", isLive: true } });
  expect((await newest()).id).toBe(back.id);
  const again = await retryDeployment(stage.owner, { deployment: back.id });
  await ended(again.id);
  expect((await newest()).id).toBe(again.id);
});

test("a rollback of a person's that is unhealthy stays where it is", async () => {
  const first = await newest();
  await live();
  await wellWhen("false");
  const { id } = await rollBackDeployment(stage.owner, { deployment: first.id });
  expect(await ended(id)).toMatchObject({ status: "failed", reason: "Check health: exit code 1, after 1 try" });
  expect((await newest()).id).toBe(id);
});

test("an app that does not want it keeps what it has", async () => {
  await updateApp(stage.owner, { app: stage.app.id, rollbackWhenUnhealthy: false });
  await wellWhen("false");
  const failed = await live();
  expect(failed).toMatchObject({ status: "failed", reason: "Check health: exit code 1, after 1 try" });
  expect(await newest()).toMatchObject({ id: failed.deployment?.id, isLive: true });
});

test("a failure before the release changes nothing, so nothing is rolled back", async () => {
  await updateApp(stage.owner, { app: stage.app.id, buildCommand: "false" });
  const failed = await live();
  await updateApp(stage.owner, { app: stage.app.id, buildCommand: null });
  expect(failed).toMatchObject({ status: "failed", deployment: { releasedAt: null } });
  expect((await newest()).id).toBe(failed.deployment?.id);
});

test("a newer deployment that waits is not undone: it takes the place of the rollback", async () => {
  await wellWhen("sleep 2; false");
  const { id } = await deploy(stage);
  await stepIs(id, "Check health", "processing");
  await wellWhen("true");
  const next = await deploy(stage);
  expect(await ended(id)).toMatchObject({ reason: expect.stringContaining(`#${next.number} is waiting`) as string });
  expect(await ended(next.id)).toMatchObject({ status: "completed", deployment: { isLive: true } });
  expect((await newest()).id).toBe(next.id);
});

test("what was well and is no longer on the server is not built anew by itself, and that is said", async () => {
  const gone = { releaseRemovedAt: new Date() };
  await db.update(deployments).set(gone).where(eq(deployments.appId, stage.app.id));
  await wellWhen("false");
  const failed = await live();
  expect(failed.reason).toContain("No earlier release that was well is on the server, so nothing was rolled back.");
  expect((await newest()).id).toBe(failed.deployment?.id);
});

test("where a rollback is refused the deployment ends all the same, and says why", async () => {
  await wellWhen("sleep 2; false");
  const { id } = await deploy(stage);
  await stepIs(id, "Check health", "processing");
  const server = eq(servers.id, stage.app.serverId);
  await db.update(servers).set({ connection: "host_key_changed" }).where(server);
  const failed = await ended(id);
  await db.update(servers).set({ connection: "connected" }).where(server);
  expect(failed).toMatchObject({
    status: "failed",
    reason: expect.stringContaining("It could not be rolled back: The host key") as string,
  });
  expect(await newest()).toMatchObject({ id, isLive: true });
});

async function wellWhen(command: string): Promise<void> {
  const health = { kind: "command", command, timeoutSeconds: 10, tries: 1 } as const;
  await updateApp(stage.owner, { app: stage.app.id, health });
}

async function live() {
  return ended((await deploy(stage)).id);
}

async function newest() {
  const [row] = await db
    .select()
    .from(deployments)
    .where(eq(deployments.appId, stage.app.id))
    .orderBy(desc(deployments.number))
    .limit(1);
  if (!row) throw new Error("Nothing was deployed.");
  return row;
}

function current(): string {
  return readlinkSync(`${stage.projectPath}/current`);
}
