import { readFileSync, readlinkSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { deploy, ended, setStage, type Stage, startWorker } from "#tests/support/stage.ts";

let stage: Stage;

beforeAll(async () => {
  await freshDatabase();
  stage = await setStage();
  await startWorker();
});

test("a repository goes live on a server", async () => {
  const { id } = await deploy(stage);
  const result = await ended(id);
  expect(result).toMatchObject({ status: "completed", deployment: { isLive: true, number: 1, branch: "main" } });
  expect(result.deployment?.commit).toBe(await stage.repository.head("main"));
  expect(readFileSync(`${stage.projectPath}/current/index.html`, "utf8")).toBe("<h1>one</h1>\n");
  expect(readlinkSync(`${stage.projectPath}/current`)).toBe("deployments/1");
  await assertInvariants();
});
