import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readlinkSync, rmSync, statSync } from "node:fs";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { cancelDeployment } from "#lib/deployments/cancel.ts";
import { retryDeployment } from "#lib/deployments/retry.ts";
import { rollBackDeployment } from "#lib/deployments/rollback.ts";
import { putVariables } from "#lib/apps/put-variables.ts";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { removeHook } from "#lib/pipelines/remove-hook.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { deploy, ended, setStage, type Stage, startWorker, stepIs } from "#tests/support/stage.ts";

const secret = "s3cr3t-and-long-enough";
let stage: Stage;
let hooks: string[] = [];

beforeAll(async () => {
  await freshDatabase();
  stage = await setStage();
  await startWorker();
});

beforeEach(() => {
  hooks = [];
});

afterEach(async () => {
  for (const hook of hooks) await removeHook(stage.owner, { app: stage.app.id, hook });
  await assertInvariants({ secrets: [secret] });
});

test("a repository goes live on a server", async () => {
  const result = await live();
  expect(result).toMatchObject({ status: "completed", deployment: { isLive: true, number: 1, branch: "main" } });
  expect(result.deployment?.commit).toBe(await stage.repository.head("main"));
  expect(page()).toBe("<h1>one</h1>\n");
  expect(readlinkSync(`${stage.projectPath}/current`)).toBe("deployments/1");
});

test("a failing hook fails the deployment, later hooks are skipped, and the old release stays live", async () => {
  const before = await live();
  await stage.repository.commit({ "index.html": "<h1>broken</h1>\n" }, "Break it");
  await hook("post_setup", "Smoke test", "echo checking; exit 3");
  await hook("post_setup", "Never runs", "touch ran");
  await hook("post_release", "Never either", "touch ran");
  const result = await ended((await deploy(stage)).id);
  expect(result).toMatchObject({ status: "failed", reason: "Smoke test: Exit code 3", deployment: { isLive: false } });
  expect(result.log).toContain("checking");
  expect(statuses(result)).toMatchObject({
    "Smoke test": "failed",
    "Never runs": "skipped",
    "Never either": "skipped",
    Release: "skipped",
  });
  expect(readlinkSync(`${stage.projectPath}/current`)).toBe(`deployments/${before.deployment?.release}`);
});

test("a hook that fails after the release leaves the new release live, and both facts are told", async () => {
  await hook("post_release", "Warm up", "exit 1");
  const result = await ended((await deploy(stage)).id);
  expect(result).toMatchObject({ status: "failed", deployment: { isLive: true } });
  expect(result.deployment?.releasedAt).not.toBeNull();
});

test("retry goes on from the step that failed, in the same release", async () => {
  await hook("post_source_control", "Once", "echo counted >>../../once.log");
  await hook("post_setup", "Fails at first", "[ -e ../../mended ] || exit 9");
  const failed = await ended((await deploy(stage)).id);
  expect(failed.status).toBe("failed");
  execFileSync("touch", [`${stage.projectPath}/mended`]);
  const retried = await ended((await retryDeployment(stage.owner, { deployment: failed.deployment?.id ?? "" })).id);
  expect(retried).toMatchObject({
    status: "completed",
    deployment: { isLive: true, retryOf: failed.deployment?.id, release: failed.deployment?.release },
  });
  expect(retried.steps[0]).toMatchObject({ status: "skipped", reason: `Done in #${failed.deployment?.number}` });
  expect(readFileSync(`${stage.projectPath}/once.log`, "utf8")).toBe("counted\n");
});

test("a deployment that did not fail can't be retried", async () => {
  const { deployment } = await live();
  await expect(retryDeployment(stage.owner, { deployment: deployment?.id ?? "" })).rejects.toThrow("did not fail");
});

test("rollback to a retained release is one switch, without fetching or building", async () => {
  const first = await live();
  await stage.repository.commit({ "index.html": "<h1>next</h1>\n" }, "Next");
  await live();
  expect(page()).toBe("<h1>next</h1>\n");
  const result = await ended((await rollBackDeployment(stage.owner, { deployment: first.deployment?.id ?? "" })).id);
  const { id: rollbackOf, release, commit } = first.deployment ?? {};
  expect(result).toMatchObject({ status: "completed", deployment: { isLive: true, rollbackOf, release, commit } });
  expect(Object.keys(statuses(result))).not.toContain("Fetch source");
  expect(readlinkSync(`${stage.projectPath}/current`)).toBe(`deployments/${first.deployment?.release}`);
});

test("rollback to a release that left the server builds it again from its commit", async () => {
  const first = await live();
  await stage.repository.commit({ "index.html": `<h1>${Math.random()}</h1>\n` }, "Another");
  await live();
  rmSync(`${stage.projectPath}/deployments/${first.deployment?.release}`, { recursive: true });
  const result = await ended((await rollBackDeployment(stage.owner, { deployment: first.deployment?.id ?? "" })).id);
  expect(result).toMatchObject({ status: "completed", deployment: { isLive: true, commit: first.deployment?.commit } });
  expect(result.steps[0]).toMatchObject({ status: "skipped", reason: expect.stringContaining("built again") });
  expect(readlinkSync(`${stage.projectPath}/current`)).toBe(`deployments/${result.deployment?.number}`);
});

test("the live release and one that was never live can't be rolled back to", async () => {
  const { deployment } = await live();
  await expect(rollBackDeployment(stage.owner, { deployment: deployment?.id ?? "" })).rejects.toThrow("live now");
});

test("cancel ends what runs on the server before the row says Cancelled", async () => {
  await hook("post_setup", "Sleeper", "sleep 300 & echo $$ >../../pid; wait");
  const { id } = await deploy(stage);
  await stepIs(id, "Sleeper", "processing");
  await until(() => existsSync(`${stage.projectPath}/pid`));
  await cancelDeployment(stage.owner, { deployment: id });
  const result = await ended(id);
  expect(result).toMatchObject({ status: "cancelled", reason: "Cancelled by owner" });
  expect(statuses(result)).toMatchObject({ Sleeper: "cancelled", Release: "skipped" });
  const pid = readFileSync(`${stage.projectPath}/pid`, "utf8").trim();
  expect(existsSync(`/proc/${pid}`)).toBe(false);
  await expect(cancelDeployment(stage.owner, { deployment: id })).rejects.toThrow("nothing to cancel");
});

test("of an app one deployment runs, and a waiting one that is cancelled never starts", async () => {
  await hook("post_setup", "Slow", "sleep 1");
  const [first, second] = [await deploy(stage), await deploy(stage)];
  await stepIs(first.id, "Slow", "processing");
  await cancelDeployment(stage.owner, { deployment: second.id });
  expect(await ended(second.id)).toMatchObject({ status: "cancelled", deployment: { commit: null } });
  expect((await ended(first.id)).status).toBe("completed");
});

test("a newer push takes the place of a waiting older one of its branch, and never of a manual one", async () => {
  await hook("post_setup", "Slow", "sleep 1");
  const running = await deploy(stage);
  await stepIs(running.id, "Slow", "processing");
  const { workspaceId } = stage.owner;
  const push = { kind: "push", workspaceId, appId: stage.app.id, label: "push by ana" } as const;
  const manual = await deploy(stage);
  const { queueDeployment } = await import("#lib/deployments/queue.ts");
  const older = await queueDeployment(push, { app: stage.app.id });
  const newer = await queueDeployment(push, { app: stage.app.id });
  expect(await ended(older.id)).toMatchObject({ status: "cancelled", reason: `Superseded by #${newer.number}` });
  expect((await ended(manual.id)).status).toBe("completed");
  expect((await ended(newer.id)).status).toBe("completed");
});

test("variables reach hooks and .env byte for byte, and a secret is masked in the log", async () => {
  const odd = `two\nlines "quoted" and $HOME \\ back √`;
  const variables = [
    { key: "TOKEN", value: secret, isSecret: true },
    { key: "ODD", value: odd, isSecret: false },
  ];
  await putVariables(stage.owner, { app: stage.app.id, variables });
  await hook("post_setup", "Show", 'echo "token=$TOKEN"; printf %s "$ODD" >../../odd; echo -n "$TOKEN" | base64');
  const result = await live();
  expect(result.log.join("\n")).toContain("token=•••");
  expect(result.log.join("\n")).not.toContain(Buffer.from(secret).toString("base64"));
  expect(readFileSync(`${stage.projectPath}/odd`, "utf8")).toBe(odd);
  expect(statSync(`${stage.projectPath}/.env`).mode & 0o777).toBe(0o600);
  expect(readFileSync(`${stage.projectPath}/current/.env`, "utf8")).toContain(secret);
});

test("a repository that is not there fails in words, and nothing is live that was not before", async () => {
  const before = page();
  stage.git.setFault("404");
  const result = await ended((await deploy(stage)).id);
  stage.git.setFault(null);
  expect(result).toMatchObject({
    status: "failed",
    reason: expect.stringMatching(/^Fetch source: There is no such repository/),
  });
  expect(page()).toBe(before);
});

async function live() {
  return ended((await deploy(stage)).id);
}

async function hook(stageName: "post_source_control" | "post_setup" | "post_release", name: string, command: string) {
  const { id } = await addHook(stage.owner, {
    app: stage.app.id,
    stage: stageName,
    name,
    action: "run_command",
    input: { command },
    runAs: null,
    timeoutSeconds: 60,
    isEnabled: true,
  });
  hooks.push(id);
}

function page(): string {
  return readFileSync(`${stage.projectPath}/current/index.html`, "utf8");
}

function statuses(result: { steps: { name: string; status: string }[] }): Record<string, string> {
  return Object.fromEntries(result.steps.map(({ name, status }) => [name, status]));
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 10));
}
