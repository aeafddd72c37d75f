import { existsSync, readFileSync } from "node:fs";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { putVariables } from "#lib/apps/put-variables.ts";
import { rollBackDeployment } from "#lib/deployments/rollback.ts";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { waitUntil } from "#tests/support/process-tree.ts";
import { spawnWorker, type WorkerProcess } from "#tests/support/processes.ts";
import { runs as counts } from "#tests/support/soak.ts";
import { deploy, ended, logOf, setStage, type Stage, stepIs } from "#tests/support/stage.ts";

const secret = "s3cr3t-and-long-enough";
/** Writes 200 numbered lines over a second, and counts how often it was started. */
const talkative = "echo started >>../../starts; for i in $(seq 200); do echo line $i; sleep 0.005; done";
let stage: Stage;
let workers: WorkerProcess[] = [];

beforeAll(async () => {
  await freshDatabase();
  stage = await setStage();
  await putVariables(stage.owner, { app: stage.app.id, variables: [{ key: "TOKEN", value: secret, isSecret: true }] });
  for (const at of ["post_source_control", "post_setup", "post_release"] as const) {
    await addHook(stage.owner, {
      app: stage.app.id,
      stage: at,
      name: at,
      action: "run_command",
      input: { command: talkative },
      runAs: null,
      timeoutSeconds: 60,
      isEnabled: true,
    });
  }
});

beforeEach(() => {
  workers = [];
});

afterEach(async () => {
  for (const worker of workers) await worker.kill();
  await assertInvariants({ secrets: [secret] });
});

const boundaries = [
  ["Fetch source", "completed"],
  ["post_source_control", "processing"],
  ["post_source_control", "completed"],
  ["Link environment and storage", "completed"],
  ["post_setup", "processing"],
  ["post_setup", "completed"],
  ["Release", "processing"],
  ["Release", "completed"],
  ["post_release", "processing"],
  ["post_release", "completed"],
] as const;

test.each(boundaries)("a worker killed when “%s” is %s loses nothing, and nothing runs twice", async (name, status) => {
  const { id } = await deploy(stage);
  const killed = await worker();
  await stepIs(id, name, status);
  await killed.kill();
  await worker();
  await expectWhole(id);
});

test("workers killed again and again inside hooks: the log has every line exactly once", async () => {
  for (let round = 0; round < counts(1, 20); round++) {
    const { id } = await deploy(stage);
    for (let kills = 0; kills < 4; kills++) {
      const victim = await worker();
      await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 700));
      await victim.kill();
    }
    await worker();
    await expectWhole(id);
  }
});

test("a worker that is asked to end lets the hook go on, and another follows it to its end", async () => {
  const { id } = await deploy(stage);
  const leaving = await worker();
  await stepIs(id, "post_setup", "processing");
  await leaving.stop();
  await worker();
  await expectWhole(id);
});

test("a runner that was frozen for longer than its lease changes nothing when it wakes", async () => {
  const { id } = await deploy(stage);
  const frozen = await worker();
  await stepIs(id, "post_source_control", "processing");
  frozen.freeze();
  await worker();
  await expectWhole(id);
  frozen.thaw();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await expectWhole(id);
});

test("of two workers at once each deployment has one runner", async () => {
  await Promise.all([worker(), worker()]);
  const first = await deploy(stage);
  await expectWhole(first.id);
  const back = await rollBackDeployment(stage.owner, { deployment: await earlierRelease() });
  expect((await ended(back.id)).status).toBe("completed");
});

async function worker(): Promise<WorkerProcess> {
  const started = await spawnWorker();
  workers.push(started);
  return started;
}

let released: string[] = [];

async function earlierRelease(): Promise<string> {
  const found = released.at(-2);
  if (!found) throw new Error("Nothing was released before.");
  return found;
}

async function expectWhole(id: string): Promise<void> {
  const result = await ended(id);
  expect(result).toMatchObject({ status: "completed", deployment: { isLive: true } });
  released = [...released.filter((other) => other !== id), id];
  const numbered = (await logOf(id)).filter((line) => line.startsWith("line "));
  const once = Array.from({ length: 200 }, (_, index) => `line ${index + 1}`);
  expect(numbered).toEqual([...once, ...once, ...once]);
  const starts = `${stage.projectPath}/starts`;
  await waitUntil("the hooks have run", () => existsSync(starts));
  const count = readFileSync(starts, "utf8").split("\n").length - 1;
  expect(count % 3).toBe(0);
}
