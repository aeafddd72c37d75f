import { readlinkSync, statSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { updateApp } from "#lib/apps/update.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { deploy, ended, setStage, type Stage, startWorker } from "#tests/support/stage.ts";

let stage: Stage;

beforeAll(async () => {
  await freshDatabase();
  stage = await setStage();
  await startWorker();
});

const built = (buildCommand: string, outputDirectory: string | null, directory = "") =>
  updateApp(stage.owner, { app: stage.app.id, buildCommand, outputDirectory, directory });
const deployed = async () => ended((await deploy(stage)).id);

test("what a build wrote goes live, and a web server of another user can read it", async () => {
  await built("mkdir -p dist/assets && echo built >dist/assets/app.js", "dist");
  expect(await deployed()).toMatchObject({ status: "completed", deployment: { isLive: true } });
  const mode = (path: string) => (statSync(`${stage.projectPath}/current/${path}`).mode & 0o777).toString(8);
  expect([mode("dist"), mode("dist/assets"), mode("dist/assets/app.js")]).toEqual(["755", "755", "644"]);
});

test.each([
  ["is not there", "mkdir -p build && echo built >build/index.html", "is not in this release"],
  ["is empty", "mkdir -p dist", "is empty"],
  ["is a file", "echo built >dist", "is not in this release"],
])("an output directory that %s fails the deployment before anything changes", async (_, command, words) => {
  const live = readlinkSync(`${stage.projectPath}/current`);
  await built(command, "dist");
  const result = await deployed();
  expect(result).toMatchObject({ status: "failed", deployment: { isLive: false } });
  expect(result.reason).toBe(
    `Check the output directory: The output directory dist ${words}. Does the build write to another one?`,
  );
  expect(result.steps).toContainEqual(expect.objectContaining({ name: "Release", status: "skipped" }));
  expect(readlinkSync(`${stage.projectPath}/current`)).toBe(live);
  await assertInvariants();
});

test("the output directory of an app in a directory of the repository lies in there", async () => {
  await stage.repository.commit({ "packages/site/package.json": "{}\n" }, "Add a package");
  await built("mkdir -p out && echo built >out/index.html", "out", "packages/site");
  expect((await deployed()).status).toBe("completed");
  await built("mkdir -p ../../out && echo built >../../out/index.html", "out", "packages/site");
  expect((await deployed()).reason).toContain("The output directory out is not in this release");
});

test("a name that means something to a shell is a name like any other", async () => {
  await built("mkdir -p -- '-x $(touch hacked) ;' && echo built >'./-x $(touch hacked) ;/index.html'", null);
  await updateApp(stage.owner, { app: stage.app.id, outputDirectory: "-x $(touch hacked) ;", directory: "" });
  expect((await deployed()).status).toBe("completed");
});

test("an app without an output directory has nothing to check", async () => {
  await built("true", null);
  expect((await deployed()).steps.map(({ name }) => name)).not.toContain("Check the output directory");
});
