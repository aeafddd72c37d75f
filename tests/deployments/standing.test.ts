import { expect, test } from "vitest";
import { statusTable } from "#app/_ui/status-table.ts";
import { standingOf } from "#lib/deployments/states.ts";
import { describeStatus, type Told } from "#lib/deployments/status-words.ts";
import { type RunStatus, runMoves } from "#lib/runs/states.ts";

const statuses = Object.keys(runMoves) as RunStatus[];
const hook = { name: "Warm", isHook: true };
const health = { name: "Check health", isHook: false };

test.each([
  ["processing", "live_finishing"],
  ["completed", "live"],
  ["failed", "live_with_warnings"],
  ["cancelled", "live_with_warnings"],
] as const)("a live deployment that is %s is called %s, and one that is not live by its status", (status, standing) => {
  expect(standingOf({ status, isLive: true })).toBe(standing);
  expect(standingOf({ status, isLive: false })).toBe(status);
});

test("every standing has a word and a sign", () => {
  for (const status of statuses)
    for (const isLive of [true, false]) expect(statusTable[standingOf({ status, isLive })].word).not.toBe("");
});

test.each([
  ["failed", true, hook, "Live with warnings: hook Warm failed"],
  ["failed", true, health, "Live with warnings: step Check health failed"],
  ["failed", true, null, "Live with warnings"],
  ["failed", false, health, "Was live, then failed in step Check health"],
  ["cancelled", true, null, "Live with warnings: cancelled after the release"],
  ["cancelled", false, null, "Cancelled"],
] as const)(
  "a git host is told of what was released and is %s (live: %s) with %j: %s",
  (status, isLive, failedStep, words) => {
    expect(describeStatus({ ...released, status, isLive, failedStep })).toBe(words);
  },
);

test("a failure before the release is no warning", () => {
  expect(describeStatus({ ...released, releasedAt: null, status: "failed", failedStep: hook })).toBe(
    "Failed in hook Warm",
  );
});

const at = new Date("2026-05-04T10:00:00Z");
const released: Told = {
  status: "failed",
  reason: null,
  startedAt: at,
  releasedAt: at,
  endedAt: at,
  isLive: false,
  failedStep: null,
};
