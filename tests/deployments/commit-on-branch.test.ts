import { rmSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { retryDeployment } from "#lib/deployments/retry.ts";
import { rollBackDeployment } from "#lib/deployments/rollback.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { deploy, ended, setStage, type Stage, startWorker } from "#tests/support/stage.ts";

let stage: Stage;
let aside: string;

beforeAll(async () => {
  await freshDatabase();
  stage = await setStage();
  aside = await stage.repository.commit({ "index.html": "from a fork\n" }, "Aside", { branch: "aside" });
  await startWorker();
});

const refusal = /^Fetch source: The commit [0-9a-f]{40} is not on the branch 'main'/;

test("a commit that is not on the branch is never released, by hand, by a push or by a retry of either", async () => {
  const byHand = await ended((await deploy(stage, { commit: aside, branch: "main" })).id);
  expect(byHand).toMatchObject({ status: "failed", reason: expect.stringMatching(refusal) });
  const { workspaceId } = stage.owner;
  const push = { kind: "push", workspaceId, appId: stage.app.id, label: "push by ana" } as const;
  const pushed = await ended((await queueDeployment(push, { app: stage.app.id, commit: aside })).id);
  expect(pushed.reason).toMatch(refusal);
  const again = await ended((await retryDeployment(stage.owner, { deployment: pushed.deployment?.id ?? "" })).id);
  expect(again).toMatchObject({ status: "failed", deployment: { commit: null, releasedAt: null } });
  expect(again.reason).toMatch(refusal);
  await assertInvariants();
});

test("an older commit of the branch is released, and rolled back to after it has left the branch", async () => {
  const first = await stage.repository.head("main");
  await stage.repository.commit({ "index.html": "two\n" }, "Two");
  const byHand = await ended((await deploy(stage, { commit: first })).id);
  expect(byHand).toMatchObject({ status: "completed", deployment: { commit: first, isLive: true } });
  await stage.repository.branch("main", aside);
  expect((await ended((await deploy(stage)).id)).deployment?.commit).toBe(aside);
  rmSync(`${stage.projectPath}/deployments/${byHand.deployment?.release}`, { recursive: true });
  const back = await ended((await rollBackDeployment(stage.owner, { deployment: byHand.deployment?.id ?? "" })).id);
  expect(back).toMatchObject({ status: "completed", deployment: { commit: first, isLive: true } });
  await assertInvariants();
});
