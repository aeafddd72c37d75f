import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeAll, expect, test } from "vitest";
import { updateApp } from "#lib/apps/update.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { retryDeployment } from "#lib/deployments/retry.ts";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { removeHook } from "#lib/pipelines/remove-hook.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { deploy, ended, setStage, type Stage, startWorker } from "#tests/support/stage.ts";

let stage: Stage;

beforeAll(async () => {
  await freshDatabase();
  stage = await setStage();
  await startWorker();
  await updateApp(stage.owner, { app: stage.app.id, installCommand: "echo ran >>runs" });
});

afterEach(assertInvariants);

test("a retry goes on from the step that failed, in the same release; from the start it does all of it anew", async () => {
  const failed = await failedDeployment();
  const on = await retryDeployment(stage.owner, { deployment: failed.id });
  const went = await ended(on.id);
  expect(went).toMatchObject({ status: "completed", deployment: { release: failed.number, retryOf: failed.id } });
  expect(statusOf(went, "Install dependencies")).toBe("skipped");

  const second = await failedDeployment();
  const whole = await retryDeployment(stage.owner, { deployment: second.id, from: "start" });
  const anew = await ended(whole.id);
  expect(anew).toMatchObject({
    status: "completed",
    deployment: { release: whole.number, trigger: "retry", retryOf: second.id, commit: second.commit, isLive: true },
  });
  expect(anew.steps.map(({ status }) => status)).not.toContain("skipped");
  expect(readFileSync(`${stage.projectPath}/current/runs`, "utf8")).toBe("ran\n");
});

test("a retry of a retry goes on from where that one failed", async () => {
  const failed = await failedDeployment();
  const marker = `${stage.projectPath}/mended`;
  rmSync(marker);
  const second = await ended((await retryDeployment(stage.owner, { deployment: failed.id })).id);
  expect(second.status).toBe("failed");
  writeFileSync(marker, "");
  const third = await ended((await retryDeployment(stage.owner, { deployment: second.deployment?.id ?? "" })).id);
  expect(third).toMatchObject({ status: "completed", deployment: { release: failed.number, isLive: true } });
  expect(statusOf(third, "Install dependencies")).toBe("skipped");
});

test("a retry of what failed after its release becomes the one that is live, without a build", async () => {
  await failedDeployment();
  const hook = await addHook(stage.owner, {
    app: stage.app.id,
    ...{ stage: "post_release", name: "Tell", action: "run_command", input: { command: "[[ -e ../../told ]]" } },
    ...{ runAs: null, timeoutSeconds: 60, isEnabled: true },
  });
  const first = await ended((await deploy(stage)).id);
  expect(first).toMatchObject({ status: "failed", deployment: { isLive: true } });
  writeFileSync(`${stage.projectPath}/told`, "");
  const again = await ended((await retryDeployment(stage.owner, { deployment: first.deployment?.id ?? "" })).id);
  expect(again).toMatchObject({
    status: "completed",
    deployment: { isLive: true, release: first.deployment?.release },
  });
  expect(statusOf(again, "Build")).toBe("skipped");
  await removeHook(stage.owner, { app: stage.app.id, hook: hook.id });
});

test("a retry from the start takes the commit that failed, whatever the branch has become", async () => {
  const failed = await failedDeployment();
  await stage.repository.commit({ "later.txt": "later" }, "Later");
  const whole = await retryDeployment(stage.owner, { deployment: failed.id, from: "start" });
  expect((await ended(whole.id)).deployment?.commit).toBe(failed.commit);
});

test("what did not fail is not retried, from the start neither; its commit can be deployed once more", async () => {
  const { id } = await deploy(stage);
  const { deployment } = await ended(id);
  await expect(retryDeployment(stage.owner, { deployment: id, from: "start" })).rejects.toMatchObject({
    kind: "conflict",
  });
  await stage.repository.commit({ "newer.txt": "newer" }, "Newer");
  const again = await queueDeployment(stage.owner, { app: stage.app.id, commit: deployment?.commit ?? "" });
  const redeployed = await ended(again.id);
  expect(redeployed).toMatchObject({
    status: "completed",
    deployment: { commit: deployment?.commit, release: again.number, trigger: "manual" },
  });
});

/** Its build fails, and the next one does not. */
async function failedDeployment() {
  const marker = `${stage.projectPath}/mended`;
  rmSync(marker, { force: true });
  await updateApp(stage.owner, { app: stage.app.id, buildCommand: "[[ -e ../../mended ]]" });
  await stage.repository.commit({ "version.txt": String(Date.now()) }, "Another version");
  const { id, number } = await deploy(stage);
  const { status, deployment } = await ended(id);
  expect(status).toBe("failed");
  writeFileSync(marker, "");
  return { id, number, commit: deployment?.commit ?? "" };
}

function statusOf({ steps }: Awaited<ReturnType<typeof ended>>, name: string): string | undefined {
  return steps.find((step) => step.name === name)?.status;
}
