import { readFileSync } from "node:fs";
import { afterEach, beforeAll, expect, test } from "vitest";
import { cancelDeployment } from "#lib/deployments/cancel.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { startSshd, type Sshd } from "#tests/support/sshd.ts";
import { deploy, ended, setStage, type Stage, startWorker, stepIs } from "#tests/support/stage.ts";
import { addCommand, numberedLines, talkative } from "./hooks.ts";

let stage: Stage;
let sshd: Sshd;

beforeAll(async () => {
  await freshDatabase();
  sshd = await startSshd();
  const { host, port, user, privateKey, home, hostKey } = sshd;
  stage = await setStage({ target: { host, port, user, privateKey, home, hostKey } });
  await addCommand(stage, "post_setup", "Talk", talkative);
  await startWorker();
  return () => sshd.stop();
});

afterEach(() => assertInvariants());

test("a connection that is cut again and again inside a hook: followed on from the byte where it stopped", async () => {
  const { id } = await deploy(stage);
  await stepIs(id, "Talk", "processing");
  for (let cut = 0; cut < 5; cut++) {
    await pause(250);
    sshd.cutConnections();
  }
  await expectWhole(id);
});

test("a black hole is noticed, and after it the deployment goes on by itself", async () => {
  const { id } = await deploy(stage);
  await stepIs(id, "Talk", "processing");
  await pause(200);
  sshd.freeze();
  await pause(20_000);
  sshd.thaw();
  await expectWhole(id);
});

test("an sshd that restarts in the middle loses nothing", async () => {
  const { id } = await deploy(stage);
  await stepIs(id, "Talk", "processing");
  await sshd.restart();
  await expectWhole(id);
});

test("a cancel that is asked for while the server is away ends the hook once it is back", async () => {
  const { id } = await deploy(stage);
  await stepIs(id, "Talk", "processing");
  sshd.freeze();
  await cancelDeployment(stage.owner, { deployment: id });
  await pause(3000);
  sshd.thaw();
  expect(await ended(id)).toMatchObject({ status: expect.stringMatching(/cancelled|completed/) });
});

test("a server that can't be reached ends the deployment in words, and nothing changes for visitors", async () => {
  const before = readFileSync(`${stage.projectPath}/current/index.html`, "utf8");
  await sshd.end();
  const { id } = await deploy(stage);
  const result = await ended(id, 90);
  await sshd.start();
  expect(result).toMatchObject({ status: "failed", reason: expect.stringMatching(/^Fetch source: .*refused/) });
  expect(readFileSync(`${stage.projectPath}/current/index.html`, "utf8")).toBe(before);
});

async function expectWhole(id: string): Promise<void> {
  const result = await ended(id, 90);
  expect(result).toMatchObject({ status: "completed", deployment: { isLive: true } });
  expect(result.log.filter((line) => line.startsWith("line "))).toEqual(numberedLines);
  const starts = readFileSync(`${stage.projectPath}/starts`, "utf8").trim().split("\n").length;
  expect(starts).toBe(result.deployment?.number);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
