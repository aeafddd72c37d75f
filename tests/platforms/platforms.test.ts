import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { appFields } from "#lib/apps/fields.ts";
import { proposed } from "#lib/apps/proposed.ts";
import { actionNames } from "#lib/pipelines/actions/index.ts";
import { readInput } from "#lib/pipelines/hook.ts";
import { stageNames } from "#lib/pipelines/stages.ts";
import { platformNames, platformOf, platforms } from "#lib/platforms/index.ts";
import { runtimeNames } from "#lib/platforms/platform.ts";

const { storagePaths, installCommand, buildCommand, migrateCommand, startCommand } = appFields;
const { outputDirectory, processes, requirements } = appFields;
const commands = { installCommand, buildCommand, migrateCommand, startCommand };
const proposal = z.object({ ...commands, storagePaths, outputDirectory, processes, requirements });

describe.each(platformNames)("%s", (name) => {
  const platform = platformOf(name);
  const texts = [...Object.keys(commands).map((key) => platform[key as keyof typeof commands])].filter(
    (text) => text !== null,
  );

  test("proposes what an app may have", () => {
    expect(proposal.safeParse(platform).error?.issues ?? []).toEqual([]);
  });

  test("proposes commands that bash can read", () => {
    for (const text of [...texts, ...platform.processes.map(({ command }) => command)]) {
      execFileSync("bash", ["-n"], { input: text });
    }
  });

  test("proposes hooks that a pipeline takes, each with its reason", () => {
    for (const hook of platform.hooks) {
      expect(actionNames).toContain(hook.action);
      expect(stageNames).toContain(hook.stage);
      expect(() => readInput(hook.action, hook.input)).not.toThrow();
      expect(hook.reason).toMatch(/^[A-Z].*\.$/);
      expect(hook.reason.length).toBeLessThanOrEqual(500);
    }
  });

  test("migrates where it has migrations, and only there", () => {
    expect(platform.hooks.some(({ action }) => action === "migrate")).toBe(platform.migrateCommand !== null);
  });

  test("requires the programs that its commands begin with", () => {
    expect(platform.runtime === null || runtimeNames.includes(platform.runtime)).toBe(true);
    const first = texts.flatMap((text) => /^([a-z0-9]+) /.exec(text)?.[1] ?? []);
    for (const program of first) expect(platform.requirements).toContain(program);
  });

  test("is started only where it is a service", () => {
    if (platform.startCommand !== null) expect(platform.serves).toBe("service");
    if (platform.serves === "service") expect(platform.outputDirectory).toBeNull();
  });
});

test("what runs beside an app is offered, and never there unasked", () => {
  expect(platforms.laravel.processes.map(({ name }) => name)).toContain("queue");
  expect(proposed("laravel").processes).toEqual([]);
  expect(proposed("laravel")).not.toHaveProperty("hooks");
});

test("a platform that this Devpilot does not know is one without proposals", () => {
  for (const name of ["nothing", "constructor", "__proto__"]) expect(platformOf(name)).toBe(platforms.other);
});
