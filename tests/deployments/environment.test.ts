import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { eq } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { createApp } from "#lib/apps/create.ts";
import { listSharedVariables } from "#lib/apps/list-shared-variables.ts";
import { listVariables } from "#lib/apps/list-variables.ts";
import { putSharedVariables } from "#lib/apps/put-shared-variables.ts";
import { putVariables } from "#lib/apps/put-variables.ts";
import { removeSharedVariable } from "#lib/apps/remove-shared-variable.ts";
import { removeVariable } from "#lib/apps/remove-variable.ts";
import { updateApp } from "#lib/apps/update.ts";
import { retryDeployment } from "#lib/deployments/retry.ts";
import { rollBackDeployment } from "#lib/deployments/rollback.ts";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { findPipeline } from "#lib/pipelines/find.ts";
import { removeHook } from "#lib/pipelines/remove-hook.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { deploy, ended, setStage, type Stage, startWorker } from "#tests/support/stage.ts";

const secrets = ["shared-and-hidden", "shared-for-building", "shared-for-running", "the-app's-own-one"];
const [hidden = "", building = "", running = "", own = ""] = secrets;
let stage: Stage;

beforeAll(async () => {
  await freshDatabase();
  stage = await setStage();
  await startWorker();
});

beforeEach(async () => {
  await db.update(apps).set({ requiredVariables: [] }).where(eq(apps.id, stage.app.id));
});

afterEach(async () => {
  const { hooks } = await findPipeline(stage.owner, { app: stage.app.id });
  for (const { id } of hooks) await removeHook(stage.owner, { app: stage.app.id, hook: id });
  await updateApp(stage.owner, { app: stage.app.id, buildCommand: null });
  await assertInvariants({ secrets });
});

const share = (key: string, value: string, scope?: "build" | "run") =>
  putSharedVariables(stage.owner, {
    project: stage.project.id,
    variables: [{ key, value, isSecret: true, scope }],
  });
const put = (key: string, value: string) =>
  putVariables(stage.owner, { app: stage.app.id, variables: [{ key, value, isSecret: true }] });
const hook = (at: "pre_execution" | "post_setup" | "post_release", command: string) =>
  addHook(stage.owner, {
    app: stage.app.id,
    stage: at,
    name: `At ${at}`,
    action: "run_command",
    input: { command },
    runAs: null,
    timeoutSeconds: 60,
    isEnabled: true,
  });
const dotenv = () => readFileSync(`${stage.projectPath}/.env`, "utf8");
const live = async () => ended((await deploy(stage)).id);

test("without a variable nobody writes a .env file", async () => {
  await live();
  expect(existsSync(`${stage.projectPath}/.env`)).toBe(false);
});

test("what builds and what runs get their own and what is for both, and no log shows a secret of any scope or origin", async () => {
  await share("OVER", hidden);
  await share("BUILD", building, "build");
  await share("RUN", running, "run");
  await put("OVER", own);
  const show = `echo "over=$OVER build=\${BUILD-none} run=\${RUN-none}"; printf "shared-and-%s\\n" hidden`;
  await hook("pre_execution", show);
  await hook("post_setup", show);
  await hook("post_release", show);
  await updateApp(stage.owner, { app: stage.app.id, buildCommand: show });
  const { log, status } = await live();
  expect(status).toBe("completed");
  const shown = log.filter((line) => line.startsWith("over="));
  const [beforeIt, after] = ["over=••• build=••• run=none", "over=••• build=none run=•••"];
  expect(shown).toEqual([beforeIt, beforeIt, beforeIt, after]);
  expect(log.filter((line) => line === "•••")).toHaveLength(4);
  expect(dotenv()).toContain(running);
  expect(dotenv()).toContain("app's-own-one");
  expect(dotenv()).not.toMatch(/BUILD|hidden/);
});

test("the list says in which deployment each took effect", async () => {
  const { deployment } = await live();
  const since = async () =>
    Object.fromEntries(
      (await listVariables(stage.owner, { app: stage.app.id })).map(({ key, inEffectSince }) => [
        key,
        inEffectSince?.number ?? null,
      ]),
    );
  const before = (await since()).OVER;
  expect(before).toBeLessThan(deployment?.number ?? 0);
  await put("OVER", "again-of-some-length");
  expect((await since()).OVER).toBeNull();
  const next = await live();
  expect((await since()).OVER).toBe(next.deployment?.number);
});

test("a required variable that has no value stops a deployment and a retry in words, and no rollback", async () => {
  const old = await live();
  await live();
  const broken = await hook("pre_execution", "false");
  const failed = await live();
  await removeHook(stage.owner, { app: stage.app.id, hook: broken.id });
  await updateApp(stage.owner, { app: stage.app.id, requiredVariables: ["OVER", "DB_URL"] });
  const refused = { kind: "conflict", message: "DB_URL has no value yet. The app requires it: see its environment." };
  await expect(deploy(stage)).rejects.toMatchObject(refused);
  await expect(retryDeployment(stage.owner, { deployment: failed.deployment?.id ?? "" })).rejects.toMatchObject(
    refused,
  );
  const back = await rollBackDeployment(stage.owner, { deployment: old.deployment?.id ?? "" });
  expect((await ended(back.id)).status).toBe("completed");
  await share("DB_URL", "postgres://somewhere");
  expect((await live()).status).toBe("completed");
});

test("a removed variable leaves the .env file with the next deployment, the last one too", async () => {
  const { app, project } = stage;
  for (const { key, from } of await listVariables(stage.owner, { app: app.id })) {
    if (from === "app") await removeVariable(stage.owner, { app: app.id, key });
  }
  for (const { key } of await listSharedVariables(stage.owner, { project: project.id }))
    await removeSharedVariable(stage.owner, { project: project.id, key });
  await share("BUILD", building, "build");
  expect(dotenv()).not.toBe("");
  await live();
  expect(dotenv()).toBe("");
});

test("a .env file that somebody else made stays as it is while nothing is for the app that runs", async () => {
  const { app } = await createApp(stage.owner, {
    ...stage.appInput,
    name: "other",
    projectPath: `${stage.projectPath}-2`,
  });
  const file = `${stage.projectPath}-2/.env`;
  mkdirSync(`${stage.projectPath}-2`);
  writeFileSync(file, "THEIRS=1\n");
  expect((await ended((await deploy({ ...stage, app })).id)).status).toBe("completed");
  expect(readFileSync(file, "utf8")).toBe("THEIRS=1\n");
});
