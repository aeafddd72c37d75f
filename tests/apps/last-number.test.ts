import { existsSync, readFileSync, readlinkSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { createApp } from "#lib/apps/create.ts";
import { listApps } from "#lib/apps/list.ts";
import { removeApp } from "#lib/apps/remove.ts";
import { updateApp } from "#lib/apps/update.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { deploy, ended, setStage, type Stage, startWorker } from "#tests/support/stage.ts";

let stage: Stage;

beforeAll(async () => {
  await freshDatabase();
  stage = await setStage();
  await startWorker();
});

test("an app at a removed app's place counts on from it, and its first release takes over from what is live there", async () => {
  const { owner, app, appInput, projectPath } = stage;
  await ended((await deploy(stage)).id);
  await ended((await deploy(stage)).id);
  await removeApp(owner, { app: app.id });
  expect(readlinkSync(`${projectPath}/current`)).toBe("deployments/2");
  await stage.repository.commit({ "index.html": "of the new app\n" }, "New");

  const { app: next } = await createApp(owner, appInput);
  const result = await ended((await deploy({ owner, app: next })).id);
  expect(result).toMatchObject({ status: "completed", deployment: { number: 3, release: 3, isLive: true } });
  expect(readlinkSync(`${projectPath}/current`)).toBe("deployments/3");
  expect(readFileSync(`${projectPath}/current/index.html`, "utf8")).toBe("of the new app\n");
  expect(existsSync(`${projectPath}/deployments/2`)).toBe(false);
});

test("an app that was never deployed moves freely, and counts on wherever it is", async () => {
  const { owner, appInput, projectPath, target } = stage;
  const { app: spare } = await createApp(owner, { ...appInput, projectPath: `${target.home}/elsewhere` });
  expect(spare.lastNumber).toBe(0);
  await expect(updateApp(owner, { app: spare.id, projectPath })).rejects.toMatchObject({
    fields: { projectPath: expect.stringContaining("overlaps") },
  });
  const { data } = await listApps(owner, { limit: 10 });
  const holder = data.find(({ app }) => app.projectPath === projectPath);
  await removeApp(owner, { app: holder?.app.id ?? "" });
  expect((await updateApp(owner, { app: spare.id, projectPath })).app.lastNumber).toBe(3);
  expect((await updateApp(owner, { app: spare.id, projectPath: `${target.home}/new` })).app.lastNumber).toBe(0);
});
