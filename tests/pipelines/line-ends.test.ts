import { beforeAll, expect, test } from "vitest";
import { rereadApp } from "#lib/apps/find.ts";
import { operations } from "#lib/api/operations.ts";
import { parse } from "#lib/access/entry.ts";
import { findPipeline } from "#lib/pipelines/find.ts";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { updateApp, updateAppInput } from "#lib/apps/update.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { aHook, makeWorld, type World } from "#tests/support/world.ts";

let world: World;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

const typed = "set -e\r\nif true\r\nthen echo 'a\rb'\r\nfi\r\n";
const kept = "set -e\nif true\nthen echo 'a\rb'\nfi\n";

test.each([
  ["run_command", { command: typed }],
  ["build", { command: typed, directory: "" }],
])("a script that was typed into a browser reaches bash with its own line ends: %s", async (action, input) => {
  const hook = { ...aHook, action: action as "build", input, name: action };
  const { id } = await addHook(world.owner.actor, { app: world.appId, ...hook });
  const { hooks } = await findPipeline(world.owner.actor, { app: world.appId });
  expect(hooks.find((one) => one.id === id)?.input.command).toBe(kept);
});

test("so do an app's install and build commands", async () => {
  const given = { app: world.appId, installCommand: typed, buildCommand: typed };
  await updateApp(world.owner.actor, parse(updateAppInput, given));
  const { app } = await rereadApp(world.appId);
  expect(app).toMatchObject({ installCommand: kept, buildCommand: kept });
  expect(parse(operations["apps.update"].input, given)).toMatchObject({ installCommand: kept });
});

test("a file that is synced keeps every byte", async () => {
  const input = { target: "a.txt", content: typed };
  const hook = { ...aHook, action: "sync_file", input, name: "File" } as const;
  const { input: stored } = await addHook(world.owner.actor, { app: world.appId, ...hook });
  expect(stored.content).toBe(typed);
});
