import fc from "fast-check";
import { expect, test } from "vitest";
import { differenceOf } from "#app/w/[workspace]/apps/[app]/pipeline/_parts/difference.ts";
import {
  change,
  type Draft,
  type Drafts,
  duplicate,
  place,
  step,
} from "#app/w/[workspace]/apps/[app]/pipeline/_parts/draft.ts";
import { type Stage, stageNames } from "#lib/pipelines/stages.ts";

const hook = (key: string, stage: Stage): Draft => ({
  key,
  stage,
  isNew: false,
  name: key.toUpperCase(),
  action: "run_command",
  input: { command: "true" },
  runAs: null,
  timeoutSeconds: 600,
  note: null,
  isEnabled: true,
});

const before: Drafts = [hook("a", "pre_execution"), ...["b", "c", "d"].map((key) => hook(key, "post_setup"))];

const orderOf = (drafts: Drafts | null) =>
  stageNames.flatMap((stage) => (drafts ?? []).filter((one) => one.stage === stage).map(({ key }) => key)).join("");
const told = (after: Drafts) => differenceOf(before, after).map(({ kind, key }) => `${kind} ${key}`);

test("a hook steps through its stage and then into the next one, and stays at the very ends", () => {
  expect(orderOf(step(before, "b", 1, stageNames))).toBe("acbd");
  expect(step(before, "b", -1, stageNames)?.find(({ key }) => key === "b")?.stage).toBe("post_source_control");
  expect(step(before, "a", -1, stageNames)).toBeNull();
  expect(step(place(before, "d", "post_release", 0), "d", 1, stageNames)).toBeNull();
});

test("stepping down and up again changes nothing", () => {
  fc.assert(
    fc.property(fc.constantFrom("a", "b", "c", "d"), (key) => {
      const down = step(before, key, 1, stageNames);
      expect(told(step(down ?? before, key, -1, stageNames) ?? before)).toEqual([]);
    }),
  );
});

test("the difference names what was added, changed, moved and removed, and nothing else", () => {
  expect(told(before)).toEqual([]);
  expect(told(change(before, "b", { isEnabled: false }))).toEqual(["changed b"]);
  expect(told(before.filter(({ key }) => key !== "c"))).toEqual(["removed c"]);
  expect(told(duplicate(before, "c", "new"))).toEqual(["added new"]);
  expect(told(place(before, "d", "post_setup", 0))).toEqual(["moved d"]);
  expect(told(place(before, "b", "pre_execution", 0))).toEqual(["moved b"]);
});

test("an input left empty is the input that is not there", () => {
  expect(told(change(before, "b", { input: { command: "true", directory: "" } }))).toEqual([]);
});
