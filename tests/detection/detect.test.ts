import { describe, expect, it, test } from "vitest";
import { appFields } from "#lib/apps/fields.ts";
import type { WantedVariable } from "#lib/detection/detection.ts";
import { detect } from "#lib/detection/detect.ts";
import { isManifest } from "#lib/detection/usual-files.ts";
import { actionOf } from "#lib/pipelines/actions/index.ts";
import { allSamples } from "./samples/all.ts";
import { treeOf } from "./samples/sample.ts";

const keys = (variables: WantedVariable[], isRequired: boolean) =>
  variables.filter((one) => one.isRequired === isRequired).map(({ key }) => key);

test("there are samples enough, each with a name of its own", () => {
  expect(allSamples.length).toBeGreaterThanOrEqual(60);
  expect(new Set(allSamples.map(({ name }) => name)).size).toBe(allSamples.length);
});

describe.each(allSamples)("$name", ({ files, directory, expected, doubts, required = [], suggested = [] }) => {
  const look = () => detect(treeOf(files), directory);

  it("is told for what it is", async () => {
    const found = await look();
    expect(found).toMatchObject(expected);
    for (const words of doubts ?? []) expect(found.doubts).toContainEqual(expect.stringContaining(words));
    expect(keys(found.variables, true).toSorted()).toEqual(required.toSorted());
    expect(keys(found.variables, false)).toEqual(expect.arrayContaining(suggested));
  });

  it("says why, where it is not certain", async () => {
    const found = await look();
    if (found.certainty !== "certain") expect(found.doubts).not.toEqual([]);
    else expect(found.evidence).not.toEqual([]);
  });

  it("proposes only what an app and its pipeline take", async () => {
    const { hooks, ...found } = await look();
    for (const name of fields) expect(appFields[name].safeParse(found[name]).error).toBeUndefined();
    for (const { action, input, reason } of hooks) {
      expect(actionOf(action).input.safeParse(input).error).toBeUndefined();
      expect(reason).toMatch(/\.$/);
    }
  });

  it("is told by files that a tree brings along", async () => {
    const tree = treeOf(files);
    await detect(tree, directory);
    expect(tree.reads.filter((path) => !isManifest(path))).toEqual([]);
  });
});

const fields = [
  "platform",
  "directory",
  "installCommand",
  "buildCommand",
  "migrateCommand",
  "startCommand",
  "outputDirectory",
  "storagePaths",
  "processes",
  "requirements",
] as const;

it("is never certain where the host tells of a part of the files only", async () => {
  for (const { files, directory } of allSamples) {
    const found = await detect(treeOf(files, true), directory);
    expect(found.certainty).not.toBe("certain");
    expect(found.doubts).toContainEqual(expect.stringContaining("a part of the files only"));
  }
});

it("is not certain where a file that counts can't be read", async () => {
  for (const { files, directory = "" } of allSamples.filter(({ expected }) => expected.certainty === "certain")) {
    const whole = treeOf(files);
    await detect(whole, directory);
    for (const path of whole.reads.filter((one) => isOf(one, directory))) {
      const tree = { ...whole, read: (name: string) => (name === path ? Promise.resolve(null) : whole.read(name)) };
      const { certainty } = await detect(tree, directory);
      expect.soft(certainty, path).not.toBe("certain");
    }
  }
});

/** Of the place itself, and of no other part of a monorepo. */
const isOf = (path: string, directory: string) =>
  directory === "" ? !path.startsWith("packages/") : path.startsWith(`${directory}/`);

it("refuses a directory that the commit does not have, beside the field", async () => {
  await expect(detect(treeOf({ "index.html": "" }), "apps/web")).rejects.toMatchObject({
    kind: "invalid",
    fields: { directory: expect.stringContaining("no directory apps/web") as string },
  });
});

it("lets a failing host be heard, and takes it for no empty file", async () => {
  const tree = { ...treeOf({ "package.json": "{}" }), read: () => Promise.reject(new Error("The host is away.")) };
  await expect(detect(tree)).rejects.toThrow("The host is away.");
});
