import { rmSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { parse } from "#lib/access/entry.ts";
import { queueDeployment, queueDeploymentInput } from "#lib/deployments/queue.ts";
import { retryDeployment } from "#lib/deployments/retry.ts";
import { rollBackDeployment } from "#lib/deployments/rollback.ts";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { ended, setStage, type Stage, startWorker } from "#tests/support/stage.ts";

let stage: Stage;
let first: string, second: string, aside: string, forked: string;

beforeAll(async () => {
  await freshDatabase();
  stage = await setStage();
  const { repository } = stage;
  first = await repository.head();
  second = await repository.commit({ "index.html": "two\n" }, "Two");
  await repository.tag("v1.0", first);
  aside = await repository.commit({ "index.html": "aside\n" }, "Aside", { branch: "feature/aside" });
  await repository.commit({ "index.html": "aside again\n" }, "Aside again", { branch: "feature/aside" });
  // As a pull request of a fork lies in the repository: on no branch and on no tag.
  forked = await repository.commit({ "index.html": "from a fork\n" }, "Forked", { branch: "fork" });
  await repository.git("update-ref", "refs/pull/7/head", forked);
  await repository.deleteBranch("fork");
  await startWorker();
});

async function deploy(wanted: { branch?: string; tag?: string; commit?: string }) {
  const input = parse(queueDeploymentInput, { app: stage.app.id, ...wanted });
  return ended((await queueDeployment(stage.owner, input)).id);
}

test("a tag is deployed at the commit that it leads to, and hooks are told its name", async () => {
  const command = 'echo "tag=$DEVPILOT_TAG branch=$DEVPILOT_BRANCH"';
  await addHook(stage.owner, {
    ...{ app: stage.app.id, stage: "post_setup", name: "Say", action: "run_command", runAs: null },
    ...{ input: { command }, timeoutSeconds: 60, isEnabled: true },
  });
  const done = await deploy({ tag: "v1.0" });
  expect(done).toMatchObject({
    status: "completed",
    deployment: { tag: "v1.0", branch: "", commit: first, isLive: true },
  });
  expect(done.log.join("\n")).toContain("tag=v1.0 branch=");
});

test("a tag that is moved is deployed where it leads to now, and its earlier deployment is rolled back to as it was", async () => {
  const { deployment } = await deploy({ tag: "v1.0" });
  await stage.repository.git("update-ref", "refs/tags/v1.0", aside);
  expect((await deploy({ tag: "v1.0" })).deployment).toMatchObject({ commit: aside, isLive: true });
  rmSync(`${stage.projectPath}/deployments/${deployment?.release}`, { recursive: true });
  const back = await ended((await rollBackDeployment(stage.owner, { deployment: deployment?.id ?? "" })).id);
  expect(back.deployment).toMatchObject({ commit: first, tag: "v1.0", isLive: true });
  await assertInvariants();
});

test("a tag that is not there fails in words, and is found by the retry once it was pushed", async () => {
  const failed = await deploy({ tag: "v2.0" });
  expect(failed).toMatchObject({ status: "failed", reason: "Fetch source: The tag 'v2.0' is not in the repository." });
  await stage.repository.tag("v2.0", second);
  const again = await ended((await retryDeployment(stage.owner, { deployment: failed.deployment?.id ?? "" })).id);
  expect(again).toMatchObject({ status: "completed", deployment: { tag: "v2.0", commit: second } });
});

test("any other branch is deployed by its name", async () => {
  const done = await deploy({ branch: "feature/aside" });
  expect(done.deployment).toMatchObject({
    branch: "feature/aside",
    commit: await stage.repository.head("feature/aside"),
  });
});

test("a commit without a branch is deployed from whichever branch or tag it is on, which is noted", async () => {
  expect((await deploy({ commit: first })).deployment).toMatchObject({ commit: first, branch: "main", tag: null });
  expect((await deploy({ commit: aside })).deployment).toMatchObject({ commit: aside, branch: "feature/aside" });
  const tagged = await stage.repository.commit({ "index.html": "tagged\n" }, "Tagged", { branch: "short" });
  await stage.repository.tag("only-here", tagged);
  await stage.repository.deleteBranch("short");
  expect((await deploy({ commit: tagged })).deployment).toMatchObject({ commit: tagged, branch: "", tag: "only-here" });
});

test("a commit of a fork is never released, with a branch, without one, or by a retry", async () => {
  const anywhere = await deploy({ commit: forked });
  expect(anywhere).toMatchObject({
    status: "failed",
    reason: `Fetch source: The commit ${forked} is on no branch and no tag of the repository.`,
  });
  const again = await ended((await retryDeployment(stage.owner, { deployment: anywhere.deployment?.id ?? "" })).id);
  expect(again.reason).toBe(anywhere.reason);
  expect((await deploy({ commit: forked, branch: "main" })).reason).toContain("is not on the branch 'main'");
  expect([anywhere, again].map(({ deployment }) => deployment?.releasedAt)).toEqual([null, null]);
  await assertInvariants();
});

test("a commit that is on another branch than the one that is named with it is refused", async () => {
  const done = await deploy({ commit: aside, branch: "main" });
  expect(done.reason).toBe(`Fetch source: The commit ${aside} is not on the branch 'main'.`);
});

test("a short id is one that was deployed before", async () => {
  await deploy({ commit: second });
  const done = await deploy({ commit: second.slice(0, 7) });
  expect(done.deployment).toMatchObject({ wantedCommit: second, commit: second });
});

test("what names no commit, or two things at once, is refused beside its field", async () => {
  const unknown = [0, 1, 2, 3]
    .map((n) => `${n}abcdef`)
    .find((id) => ![first, second, aside].some((one) => one.startsWith(id)));
  await expect(deploy({ commit: unknown })).rejects.toMatchObject({
    kind: "invalid",
    fields: { commit: expect.stringContaining("Give its full id") },
  });
  for (const commit of ["abc123", "HEAD~1", "x".repeat(40), `${first}0`, "main"])
    await expect(deploy({ commit }), commit).rejects.toMatchObject({ kind: "invalid" });
  for (const tag of ["", "a b", "-d", "../x", "v1.lock", "a\nb"])
    await expect(deploy({ tag }), tag).rejects.toMatchObject({ fields: { tag: expect.stringContaining("tag") } });
  await expect(deploy({ tag: "v1.0", branch: "main" })).rejects.toMatchObject({ fields: { tag: expect.any(String) } });
  await expect(deploy({ tag: "v1.0", commit: first })).rejects.toMatchObject({ fields: { tag: expect.any(String) } });
});
