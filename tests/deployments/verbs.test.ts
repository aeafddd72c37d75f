import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { activity } from "#db/schema/activity.ts";
import { apps } from "#db/schema/apps.ts";
import { deployments } from "#db/schema/deployments.ts";
import { runs } from "#db/schema/runs.ts";
import { cancelDeployment } from "#lib/deployments/cancel.ts";
import { findDeployment } from "#lib/deployments/find.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { retryDeployment } from "#lib/deployments/retry.ts";
import { rollBackDeployment } from "#lib/deployments/rollback.ts";
import { can, deploymentCan, type DeploymentVerb } from "#lib/deployments/states.ts";
import { Failure } from "#lib/failure.ts";
import { isOver, type RunStatus, runMoves } from "#lib/runs/states.ts";
import { call } from "#tests/support/api.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { spareApp } from "#tests/support/samples.ts";
import { addKey, makeWorld, type World } from "#tests/support/world.ts";

let world: World;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

const statuses = Object.keys(runMoves) as RunStatus[];
const verbs = {
  cancel: cancelDeployment,
  retry: retryDeployment,
  rollBackTo: rollBackDeployment,
} satisfies Record<DeploymentVerb, unknown>;
const cases = (Object.keys(deploymentCan) as DeploymentVerb[]).flatMap((verb) =>
  statuses.map((status) => [verb, status] as const),
);

test.each(cases)("%s of a deployment that is %s is refused exactly where the table says", async (verb, status) => {
  const { actor } = world.owner;
  const id = await deploymentThatIs(status);
  const shown = await findDeployment(actor, { deployment: id });
  const offered = { cancel: shown.canCancel, retry: shown.canRetry, rollBackTo: shown.rollbackProblem === null };
  expect(offered[verb]).toBe(can(verb, status));

  const before = await everything(id);
  const refused = await verbs[verb](actor, { deployment: id }).then(
    () => null,
    (error: unknown) => error,
  );
  if (can(verb, status)) return expect(refused).toBeNull();
  expect(refused).toBeInstanceOf(Failure);
  expect(refused).toMatchObject({ kind: "conflict" });
  expect(await everything(id)).toEqual(before);
});

test("a waiting or running deployment is over after a cancel, and nothing else changes its status", async () => {
  const { actor } = world.owner;
  const waiting = await deploymentThatIs("pending");
  await cancelDeployment(actor, { deployment: waiting });
  expect((await findDeployment(actor, { deployment: waiting })).status).toBe("cancelled");
  for (const status of statuses.filter(isOver)) {
    const id = await deploymentThatIs(status);
    for (const verb of Object.values(verbs)) await verb(actor, { deployment: id }).catch(() => undefined);
    expect((await findDeployment(actor, { deployment: id })).status).toBe(status);
  }
});

test("what pauses auto-deploy is told with the rollback, once", async () => {
  const { actor } = world.owner;
  const id = await deploymentThatIs("completed");
  await rollBackDeployment(actor, { deployment: id });
  await rollBackDeployment(actor, { deployment: id });
  const [{ appId } = { appId: "" }] = await db.select().from(deployments).where(eq(deployments.id, id));
  const told = await db.select().from(activity).where(eq(activity.resourceId, appId));
  expect(told.filter(({ action }) => action === "app.auto_deploy_paused")).toHaveLength(1);
  const [app] = await db.select().from(apps).where(eq(apps.id, appId));
  expect(app?.autoDeployPausedAt).not.toBeNull();
});

test("lines after any number at all are asked for without breaking anything", async () => {
  const { token } = await addKey(world.owner);
  const id = await deploymentThatIs("completed");
  for (const afterLine of [0, 2 ** 31 - 1, 2 ** 31, 999_999_999_999_999]) {
    const { status, body } = await call("deployments.log", { deployment: id, afterLine }, { token });
    expect([afterLine, status, body.chunks]).toEqual([afterLine, 200, []]);
  }
});

/** Of an app of its own; one that is over was live once, so that its status alone decides. */
async function deploymentThatIs(status: RunStatus): Promise<string> {
  const { id } = await queueDeployment(world.owner.actor, { app: await spareApp(world) });
  const times = { startedAt: sql`now()`, ...(isOver(status) && { endedAt: sql`now()` }) };
  if (status !== "pending")
    await db
      .update(runs)
      .set({ status, ...times })
      .where(eq(runs.id, id));
  const wasLive = { commit: "4f2c1ab0".repeat(5), releasedAt: sql`now()` };
  await db.update(deployments).set(wasLive).where(eq(deployments.id, id));
  return id;
}

/** The deployment, and all that hangs on its app. */
async function everything(id: string) {
  const [deployment] = await db.select().from(deployments).where(eq(deployments.id, id));
  const appId = deployment?.appId ?? "";
  return {
    deployment,
    runs: await db.select().from(runs).where(eq(runs.resourceId, appId)),
    app: await db.select().from(apps).where(eq(apps.id, appId)),
    activity: await db.select().from(activity).where(eq(activity.resourceId, id)),
  };
}
