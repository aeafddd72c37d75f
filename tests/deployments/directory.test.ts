import { readFileSync } from "node:fs";
import { afterEach, beforeAll, expect, test } from "vitest";
import { updateApp } from "#lib/apps/update.ts";
import { retryDeployment } from "#lib/deployments/retry.ts";
import { rollBackDeployment } from "#lib/deployments/rollback.ts";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { deploy, ended, setStage, type Stage, startWorker } from "#tests/support/stage.ts";

let stage: Stage;

beforeAll(async () => {
  await freshDatabase();
  stage = await setStage();
  await stage.repository.commit({ "shop/name": "shop", "club/name": "club" }, "Add two sites");
  await hook("post_setup", "Look", "cat name >../../../before");
  await hook("post_release", "Tell", "cat name >../../../after");
  await startWorker();
});

afterEach(() => assertInvariants());

test("a release stays in its directory when it is rolled back to, whatever the settings say by then", async () => {
  const first = await live("shop");
  await live("club");
  const back = await ended((await rollBackDeployment(stage.owner, { deployment: first.deployment?.id ?? "" })).id);
  expect(back).toMatchObject({ status: "completed", deployment: { isLive: true, release: first.deployment?.release } });
  expect(written("after")).toBe("shop");
});

test("a directory that is changed meanwhile is the next deployment's", async () => {
  await updateApp(stage.owner, { app: stage.app.id, directory: "club" });
  const { id } = await deploy(stage);
  await updateApp(stage.owner, { app: stage.app.id, directory: "shop" });
  expect(await ended(id)).toMatchObject({ status: "completed" });
  expect([written("before"), written("after")]).toEqual(["club", "club"]);
});

test("a directory that was wrong is mended in the settings, and the same release goes on in the other", async () => {
  await updateApp(stage.owner, { app: stage.app.id, directory: "shoop" });
  const failed = await ended((await deploy(stage)).id);
  expect(failed).toMatchObject({
    status: "failed",
    reason: expect.stringContaining("'shoop' is not in the repository"),
  });
  await updateApp(stage.owner, { app: stage.app.id, directory: "shop" });
  const retried = await ended((await retryDeployment(stage.owner, { deployment: failed.deployment?.id ?? "" })).id);
  expect(retried).toMatchObject({ status: "completed", deployment: { release: failed.deployment?.release } });
  await live("club");
  const back = await rollBackDeployment(stage.owner, { deployment: retried.deployment?.id ?? "" });
  expect(await ended(back.id)).toMatchObject({ status: "completed" });
  expect(written("after")).toBe("shop");
});

const written = (name: string) => readFileSync(`${stage.projectPath}/${name}`, "utf8");

async function hook(place: "post_setup" | "post_release", name: string, command: string) {
  const common = { action: "run_command", runAs: null, timeoutSeconds: 60, isEnabled: true } as const;
  await addHook(stage.owner, { app: stage.app.id, stage: place, name, input: { command }, ...common });
}

async function live(directory: string) {
  await updateApp(stage.owner, { app: stage.app.id, directory });
  const result = await ended((await deploy(stage)).id);
  expect(result.status).toBe("completed");
  return result;
}
