import { readdirSync, readlinkSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { updateApp } from "#lib/apps/update.ts";
import { pinDeployment } from "#lib/deployments/pin.ts";
import { rollBackDeployment } from "#lib/deployments/rollback.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { deploy, ended, setStage, type Stage, startWorker } from "#tests/support/stage.ts";

let stage: Stage;

beforeAll(async () => {
  await freshDatabase();
  stage = await setStage();
  await updateApp(stage.owner, { app: stage.app.id, retainedReleases: 2 });
  await startWorker();
});

test("old releases leave the server; the live, the previous and a pinned one never do", async () => {
  const first = await live();
  await pinDeployment(stage.owner, { deployment: first, pinned: true });
  for (let count = 0; count < 4; count++) await live();
  expect(releases()).toEqual(["1", "4", "5"]);
  expect(readlinkSync(`${stage.projectPath}/current`)).toBe("deployments/5");
  await assertInvariants();
});

test("a pinned release is made live again at once; unpinned, it goes with the next deployments", async () => {
  const { data } = await import("#lib/deployments/list.ts").then(({ listDeployments }) =>
    listDeployments(stage.owner, { app: stage.app.id, limit: 50 }),
  );
  const pinned = data.find(({ deployment }) => deployment.isPinned)?.deployment.id ?? "";
  const back = await ended((await rollBackDeployment(stage.owner, { deployment: pinned })).id);
  expect(back.steps.map(({ name }) => name)).not.toContain("Fetch source");
  expect(readlinkSync(`${stage.projectPath}/current`)).toBe("deployments/1");
  await pinDeployment(stage.owner, { deployment: pinned, pinned: false });
  for (let count = 0; count < 3; count++) await live();
  expect(releases()).toHaveLength(2);
  expect(releases()).not.toContain("1");
});

test("what was never live can't be pinned", async () => {
  stage.git.setFault("404");
  const { id } = await deploy(stage);
  await ended(id);
  stage.git.setFault(null);
  await expect(pinDeployment(stage.owner, { deployment: id, pinned: true })).rejects.toThrow("can't be pinned");
});

async function live(): Promise<string> {
  const { id } = await deploy(stage);
  expect((await ended(id)).status).toBe("completed");
  return id;
}

function releases(): string[] {
  return readdirSync(`${stage.projectPath}/deployments`)
    .filter((name) => /^\d+$/.test(name))
    .toSorted((a, b) => Number(a) - Number(b));
}
