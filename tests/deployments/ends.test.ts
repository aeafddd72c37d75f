import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { runs, steps } from "#db/schema/runs.ts";
import { servers } from "#db/schema/servers.ts";
import { cancelDeployment } from "#lib/deployments/cancel.ts";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { removeHook } from "#lib/pipelines/remove-hook.ts";
import { pool } from "#lib/ssh/pool.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { makeStage } from "#tests/support/make-stage.ts";
import { type Sshd, startSshd } from "#tests/support/sshd.ts";
import { deploy, ended, type Stage, startWorker, stepIs } from "#tests/support/stage.ts";

let stage: Stage;
let sshd: Sshd;
let hooks: string[] = [];

beforeAll(async () => {
  await freshDatabase();
  sshd = await startSshd();
  afterAll(() => sshd.stop());
  stage = await makeStage(afterAll, { target: sshd });
  await startWorker();
});

afterEach(async () => {
  await moveServer({ host: sshd.host, port: sshd.port });
  for (const id of hooks) await removeHook(stage.owner, { app: stage.app.id, hook: id });
  hooks = [];
  await assertInvariants();
});

test("a deployment to a server whose name nobody knows fails in words, and is not tried for ever", async () => {
  await moveServer({ host: "no-such-host.invalid" });
  const result = await ended((await deploy(stage)).id, 20);
  expect(result).toMatchObject({ status: "failed", reason: "No server is known by the name no-such-host.invalid." });
});

test("a deployment to a server that does not answer is cancelled at once: nothing of it runs there", async () => {
  await moveServer({ port: 1 });
  const { id } = await deploy(stage);
  await stepIs(id, "Fetch source", "processing");
  await cancelDeployment(stage.owner, { deployment: id });
  const result = await ended(id, 20);
  expect(result).toMatchObject({ status: "cancelled", reason: "Cancelled by owner" });
  expect(result.steps[0]).toMatchObject({ name: "Fetch source", status: "cancelled" });
});

test("a cancel that comes when all is done changes nothing about it", async () => {
  await hook("Slow", "sleep 1");
  const [first, second] = [await deploy(stage), await deploy(stage)];
  await stepIs(first.id, "Slow", "processing");
  await db.transaction(async (tx) => {
    await tx.update(steps).set({ status: "completed" }).where(eq(steps.runId, second.id));
    const asked = { cancelRequestedAt: sql`now()`, cancelRequestedBy: "owner" };
    await tx
      .update(runs)
      .set({ status: "processing", startedAt: sql`now()`, ...asked })
      .where(eq(runs.id, second.id));
  });
  expect(await ended(second.id)).toMatchObject({ status: "completed", reason: null });
  expect((await ended(first.id)).status).toBe("completed");
});

test("a cancel reaches a server that remembers a newer fence than a restored database", async () => {
  await hook("Sleeper", "echo begun; exec sleep 300");
  const { id } = await deploy(stage);
  await stepIs(id, "Sleeper", "processing");
  await until(async () => (await writtenBy(id, "Sleeper")) > 0);
  writeFileSync(`${stage.target.home}/.devpilot/apps/${stage.app.id}/fence`, "4711\n");
  await cancelDeployment(stage.owner, { deployment: id });
  expect(await ended(id, 30)).toMatchObject({ status: "cancelled", reason: "Cancelled by owner" });
});

test("a directory among the releases with a number of any length does not fail a deployment", async () => {
  mkdirSync(`${stage.projectPath}/deployments/20261231235959`, { recursive: true });
  const result = await ended((await deploy(stage)).id);
  expect(result).toMatchObject({ status: "completed", deployment: { isLive: true } });
});

test("a hook that has written something is never started again, even if its server forgets it", async () => {
  await hook("Count", "echo counted >>../../count.log; echo begun; sleep 3");
  const { id } = await deploy(stage);
  await stepIs(id, "Count", "processing");
  await until(async () => (await writtenBy(id, "Count")) > 0);
  rmSync(`${stage.target.home}/.devpilot/runs/${id}`, { recursive: true, force: true });
  sshd.cutConnections();
  const result = await ended(id, 40);
  expect(result).toMatchObject({ status: "failed", reason: expect.stringContaining("The server lost it") });
  expect(readFileSync(`${stage.projectPath}/count.log`, "utf8")).toBe("counted\n");
});

/** How many bytes of a hook's output are in the log. */
async function writtenBy(id: string, hookName: string): Promise<number> {
  const rows = await db.select({ offset: steps.outputOffset, name: steps.name }).from(steps).where(eq(steps.runId, id));
  return rows.find(({ name }) => name === hookName)?.offset ?? 0;
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function moveServer(place: { host?: string; port?: number }): Promise<void> {
  await db
    .update(servers)
    .set({ connection: "unknown", ...place })
    .where(eq(servers.id, stage.server.id));
  pool.recycle(stage.server.id);
}

async function hook(name: string, command: string, stageName: "post_setup" | "post_release" = "post_setup") {
  const made = { stage: stageName, name, action: "run_command", input: { command } } as const;
  const { id } = await addHook(stage.owner, {
    ...{ app: stage.app.id, ...made, runAs: null, timeoutSeconds: 60, isEnabled: true },
  });
  hooks.push(id);
}
