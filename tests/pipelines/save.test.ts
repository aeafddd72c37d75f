import { beforeAll, beforeEach, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { db } from "#db/index.ts";
import { servers } from "#db/schema/servers.ts";
import { parse } from "#lib/access/entry.ts";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { findPipeline } from "#lib/pipelines/find.ts";
import { moveHook } from "#lib/pipelines/move-hook.ts";
import { removeHook } from "#lib/pipelines/remove-hook.ts";
import { savePipeline, savePipelineInput } from "#lib/pipelines/save.ts";
import { updateHook } from "#lib/pipelines/update-hook.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { spareApp } from "#tests/support/samples.ts";
import { aHook, makeWorld, type World } from "#tests/support/world.ts";

let world: World;
let app: string;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

beforeEach(async () => void (app = await spareApp(world)));

const find = () => findPipeline(world.owner.actor, { app });
const shape = async () => (await find()).hooks.map(({ stage, priority, name }) => `${stage} ${priority} ${name}`);
const add = (name: string, more = {}) => addHook(world.owner.actor, { app, ...aHook, name, ...more });

async function save(hooks: object[], version?: string) {
  const input = { app, version: version ?? (await find()).version, hooks };
  return savePipeline(world.owner.actor, parse(savePipelineInput, input));
}

test("a saved pipeline is the list that was given: same ids, in that order within each stage", async () => {
  const [one, two] = [await add("One"), await add("Two")];
  const { hooks } = await save([
    { ...aHook, name: "New", stage: "post_release" },
    { ...aHook, name: "Two first", id: two.id },
    { ...aHook, name: "One last", id: one.id, stage: "post_setup" },
    { ...aHook, name: "Earliest", stage: "pre_execution" },
  ]);
  expect(hooks.map(({ name }) => name)).toEqual(["Earliest", "Two first", "One last", "New"]);
  expect(await shape()).toEqual([
    "pre_execution 0 Earliest",
    "post_setup 0 Two first",
    "post_setup 1 One last",
    "post_release 0 New",
  ]);
  expect(hooks.find(({ name }) => name === "Two first")).toMatchObject({ id: two.id, createdAt: two.createdAt });
});

test("who saves over somebody else's change is told so, and nothing is lost", async () => {
  await add("Mine");
  const { version } = await find();
  await add("Theirs");
  await expect(save([], version)).rejects.toThrow("Somebody changed this pipeline since you opened it.");
  expect(await shape()).toEqual(["post_setup 0 Mine", "post_setup 1 Theirs"]);
});

test("of ten saves at once from the same version one is made", async () => {
  await add("Before");
  const { version } = await find();
  const results = await Promise.allSettled(
    Array.from({ length: 10 }, (_, index) => save([{ ...aHook, name: `Save ${index}` }], version)),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect((await find()).hooks).toHaveLength(1);
});

test("saving what is there already changes nothing and is not told of", async () => {
  await add("Same");
  const before = await find();
  expect(
    await save(before.hooks.map(({ workspaceId: _w, appId: _a, createdAt: _c, priority: _p, ...hook }) => hook)),
  ).toEqual(before);
});

test("one bad hook refuses the whole save, beside its own field", async () => {
  await add("Stays");
  const saving = save([
    { ...aHook, name: "Good" },
    { ...aHook, name: "Bad", input: {} },
  ]);
  await expect(saving).rejects.toMatchObject({ fields: { "hooks.1.input.command": "The command is missing." } });
  expect(await shape()).toEqual(["post_setup 0 Stays"]);
});

test("the id of another app's hook, and an id that comes twice, are not found", async () => {
  await expect(save([{ ...aHook, id: world.hookId }])).rejects.toThrow("There is no such hook.");
  const { id } = await add("Once");
  await expect(
    save([
      { ...aHook, id },
      { ...aHook, id },
    ]),
  ).rejects.toThrow("There is no such hook.");
});

test("hooks added at once all stay, each in a place of its own", async () => {
  await Promise.all(Array.from({ length: 8 }, (_, index) => add(`Hook ${index}`)));
  expect((await find()).hooks.map(({ priority }) => priority)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test("a moved hook is where it was put, and the others close up", async () => {
  const [one, , three] = [await add("One"), await add("Two"), await add("Three")];
  const to = (hook: { id: string }, stage: "post_setup" | "pre_execution", priority: number) =>
    moveHook(world.owner.actor, { app, hook: hook.id, stage, priority });
  await to(three, "post_setup", 0);
  expect(await shape()).toEqual(["post_setup 0 Three", "post_setup 1 One", "post_setup 2 Two"]);
  await to(one, "pre_execution", 99);
  expect(await shape()).toEqual(["pre_execution 0 One", "post_setup 0 Three", "post_setup 1 Two"]);
  await removeHook(world.owner.actor, { app, hook: three.id });
  expect(await shape()).toEqual(["pre_execution 0 One", "post_setup 0 Two"]);
});

test("a changed hook keeps what was not named; another action needs an input that it takes", async () => {
  const { id: hook } = await add("Change me", { timeoutSeconds: 77 });
  const changed = await updateHook(world.owner.actor, { app, hook, isEnabled: false });
  expect(changed).toMatchObject({
    name: "Change me",
    timeoutSeconds: 77,
    isEnabled: false,
    input: { command: "echo hello" },
  });
  await expect(updateHook(world.owner.actor, { app, hook, action: "sync_file" })).rejects.toMatchObject({
    kind: "invalid",
  });
  const other = { action: "restart_service", input: { service: "shop.service" } } as const;
  expect(await updateHook(world.owner.actor, { app, hook, ...other })).toMatchObject(other);
});

test("a hook runs as a user of the server's list, as the SSH user, or as nobody in particular", async () => {
  for (const runAs of [null, "deploy", "www-data"]) expect((await add("Fine", { runAs })).runAs).toBe(runAs);
  for (const runAs of ["root", "postgres"]) {
    await expect(add("Not", { runAs })).rejects.toMatchObject({
      fields: { runAs: expect.stringContaining(runAs) as string },
    });
    await expect(save([{ ...aHook, runAs }])).rejects.toMatchObject({
      fields: { "hooks.0.runAs": expect.any(String) as string },
    });
  }
  await db
    .update(servers)
    .set({ runAsUsers: ["root"] })
    .where(eq(servers.id, world.serverId));
  expect((await add("Root now", { runAs: "root" })).runAs).toBe("root");
});

test("a pipeline has at most 200 hooks", async () => {
  await save(Array.from({ length: 200 }, (_, index) => ({ ...aHook, name: `Hook ${index}` })));
  await expect(add("One more")).rejects.toThrow("at most 200 hooks");
});
