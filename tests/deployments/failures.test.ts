import { afterEach, beforeAll, expect, test } from "vitest";
import { putVariables } from "#lib/apps/put-variables.ts";
import { updateApp } from "#lib/apps/update.ts";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { removeHook } from "#lib/pipelines/remove-hook.ts";
import { call, type Json } from "#tests/support/api.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { deploy, ended, setStage, type Stage, startWorker } from "#tests/support/stage.ts";

const secret = "s3cr3t-and-long-enough";
let stage: Stage;

beforeAll(async () => {
  await freshDatabase();
  stage = await setStage();
  const variables = [{ key: "TOKEN", value: secret, isSecret: true }];
  await putVariables(stage.owner, { app: stage.app.id, variables });
  await startWorker();
});
afterEach(() => assertInvariants({ secrets: [secret] }));

test("the API tells of a failed step why it likely failed, what to do, and how its log ends", async () => {
  const step = await failedBy("echo building\nno-such-tool --production");
  expect(step).toMatchObject({
    status: "failed",
    exit_code: 127,
    explanation: {
      cause: expect.stringMatching(/^Likely the command no-such-tool is not on this server/),
      next: expect.stringContaining("Install it"),
      evidence: ["hook: line 2: no-such-tool: command not found"],
    },
    last_lines: ["building", "hook: line 2: no-such-tool: command not found"],
  });
});

test("a failure that nobody knows has its last lines and no invented cause", async () => {
  expect(await failedBy("for i in $(seq 20); do echo test $i; done; exit 9")).toMatchObject({
    explanation: null,
    last_lines: ["test 13", "test 14", "test 15", "test 16", "test 17", "test 18", "test 19", "test 20"],
  });
});

test("a secret in the line that explains is masked, in the cause as in the evidence", async () => {
  const step = await failedBy(`echo "Error: EACCES: permission denied, open '/srv/$TOKEN/x'"; exit 1`);
  expect(step?.explanation).toMatchObject({
    cause: expect.stringContaining("/srv/•••/x"),
    evidence: ["Error: EACCES: permission denied, open '/srv/•••/x'"],
  });
});

test("a line is found though many slow ones came after it", async () => {
  const slow = "for i in $(seq 60); do echo $i; sleep 0.04; done";
  const step = await failedBy(`echo 'curl: (6) Could not resolve host: api.shop.example'\n${slow}\nexit 6`);
  expect(step?.explanation).toMatchObject({ cause: expect.stringContaining("api.shop.example") });
});

test("what went well has nothing to explain", async () => {
  const { deployment } = await ended((await deploy(stage)).id);
  const steps = await stepsOf(deployment?.id ?? "");
  expect(steps.length).toBeGreaterThan(2);
  for (const step of steps) expect(step).toMatchObject({ explanation: null, last_lines: [] });
});

test("a build is held to the limits of its app, and says so when it runs into them", async () => {
  const limits = { buildMemoryMb: 64, buildCpuPercent: null };
  await updateApp(stage.owner, {
    app: stage.app.id,
    ...limits,
    buildCommand: "head -c 500M /dev/zero | tail -n 1 | wc -c; exit ${PIPESTATUS[1]}",
  });
  const { id } = await deploy(stage);
  expect((await ended(id)).status).toBe("failed");
  const build = (await stepsOf(id)).find(({ kind }) => kind === "build");
  expect(build?.explanation).toMatchObject({
    cause: expect.stringMatching(/needed more memory than its limit of 64 MB/),
  });
  await updateApp(stage.owner, { app: stage.app.id, buildMemoryMb: null, buildCommand: null });
});

async function failedBy(command: string): Promise<Json | undefined> {
  const common = { stage: "post_setup", name: "Try", runAs: null, timeoutSeconds: 60, isEnabled: true } as const;
  const hook = await addHook(stage.owner, { app: stage.app.id, action: "run_command", input: { command }, ...common });
  const { id } = await deploy(stage);
  expect((await ended(id)).status).toBe("failed");
  await removeHook(stage.owner, { app: stage.app.id, hook: hook.id });
  return (await stepsOf(id)).find(({ name }) => name === "Try");
}

async function stepsOf(deployment: string): Promise<Json[]> {
  const { body } = await call("deployments.find", { deployment }, { token: stage.apiKey });
  return body.steps as Json[];
}
