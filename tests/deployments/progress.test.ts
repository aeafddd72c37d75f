import { beforeAll, expect, test } from "vitest";
import { findDeployment } from "#lib/deployments/find.ts";
import { expectedDuration, progressOf } from "#lib/deployments/progress.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import type { Step } from "#lib/runs/ledger.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { makeWorld, type World } from "#tests/support/world.ts";

const now = Date.parse("2026-01-01T12:00:00Z");
const lately = { Fetch: 1000, Build: 9000 };
let world: World;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

test("progress counts steps by the time they took lately, and a running one by its share of it", () => {
  const fetched = step("Fetch", "completed");
  expect(progressOf([fetched, step("Build", "pending")], lately, now)).toBe(10);
  expect(progressOf([fetched, step("Build", "processing", 4500)], lately, now)).toBe(55);
  expect(progressOf([fetched, step("Build", "completed")], lately, now)).toBe(100);
});

test("a step that takes longer than ever holds the bar back instead of filling it", () => {
  const late = [step("Fetch", "completed"), step("Build", "processing", 600_000)];
  expect(progressOf(late, lately, now)).toBeLessThan(100);
});

test("skipped steps have no part in it, and steps without a history count alike", () => {
  const unknown = [step("One", "completed"), step("Two", "pending"), step("Three", "skipped")];
  expect(progressOf(unknown, {}, now)).toBe(50);
  expect(expectedDuration(unknown, { Two: 700, Three: 5000 })).toBe(2700);
});

test("each waiting deployment says what it waits for, and loses the word when its turn comes", async () => {
  const { actor } = world.owner;
  const [first, second, third] = [await queue(), await queue(), await queue()];
  const reasonOf = async (id: string) => (await findDeployment(actor, { deployment: id })).reason;
  expect(await reasonOf(first.id)).toBe("Waits for a free worker");
  expect(await reasonOf(second.id)).toBe(`Waits for #${first.number}`);
  expect(await reasonOf(third.id)).toBe(`Waits for #${first.number}`);
});

function queue() {
  return queueDeployment(world.owner.actor, { app: world.appId });
}

function step(name: string, status: Step["status"], runningMs = 0): Step {
  return {
    id: name,
    workspaceId: "",
    runId: "",
    position: 0,
    stage: "",
    kind: "run_command",
    isHook: true,
    name,
    input: {},
    runAs: null,
    timeoutSeconds: 60,
    status,
    reason: null,
    exitCode: null,
    startedAt: new Date(now - runningMs),
    endedAt: null,
    outputOffset: 0,
    facts: {},
    isCut: false,
  };
}
