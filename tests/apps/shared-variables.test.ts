import { beforeAll, expect, test } from "vitest";
import { environmentFor, openEnvironment, openVariables } from "#lib/apps/environment.ts";
import { importSharedVariables, previewSharedImport } from "#lib/apps/import-shared-variables.ts";
import { listSharedVariables } from "#lib/apps/list-shared-variables.ts";
import { listVariables } from "#lib/apps/list-variables.ts";
import { missingVariables } from "#lib/apps/missing-variables.ts";
import { putSharedVariables } from "#lib/apps/put-shared-variables.ts";
import { putVariables } from "#lib/apps/put-variables.ts";
import { removeSharedVariable } from "#lib/apps/remove-shared-variable.ts";
import { removeVariable } from "#lib/apps/remove-variable.ts";
import { createProject } from "#lib/projects/create.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addApp, addPerson, grant, makeWorld, type World } from "#tests/support/world.ts";

let world: World;
let count = 0;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

/** A project with two apps, so that what one of them overrides can be seen in the other. */
async function family() {
  const { actor } = world.owner;
  const project = (await createProject(actor, { name: `Family ${++count}` })).id;
  const make = async () => (await addApp(actor, project, world.serverId, `/srv/family/${++count}`)).id;
  return { project, app: await make(), sibling: await make() };
}

type Given = { key: string; value: string; isSecret?: boolean; scope?: "both" | "build" | "run" };
const whole = (given: Given[]) => given.map((one) => ({ isSecret: true, ...one }));
const share = (project: string, ...given: Given[]) =>
  putSharedVariables(world.owner.actor, { project, variables: whole(given) });
const put = (app: string, ...given: Given[]) => putVariables(world.owner.actor, { app, variables: whole(given) });
const opened = async (app: string) =>
  (await openVariables({ id: app })).map(({ key, value, from, scope }) => [key, value.reveal(), from, scope]);

test("what a project shares reaches each of its apps, and none of another project", async () => {
  const [one, other] = [await family(), await family()];
  await share(one.project, { key: "MAIL_HOST", value: "mail.example.com" });
  expect(await opened(one.app)).toEqual([["MAIL_HOST", "mail.example.com", "project", "both"]]);
  expect(await opened(one.sibling)).toHaveLength(1);
  expect(await opened(other.app)).toEqual([]);
});

test("an app's own variable takes the place of the shared one, its scope included, and of that one alone", async () => {
  const { project, app, sibling } = await family();
  await share(project, { key: "A", value: "shared" }, { key: "B", value: "shared too", scope: "run" });
  await put(app, { key: "A", value: "own", scope: "build" });
  expect(await opened(app)).toEqual([
    ["A", "own", "app", "build"],
    ["B", "shared too", "project", "run"],
  ]);
  expect(await opened(sibling)).toEqual([
    ["A", "shared", "project", "both"],
    ["B", "shared too", "project", "run"],
  ]);
  const keysFor = async (moment: "build" | "run") =>
    environmentFor(moment, await openVariables({ id: app })).map(({ key }) => key);
  expect(await keysFor("build")).toEqual(["A"]);
  expect(await keysFor("run")).toEqual(["B"]);
});

test("secrets of every scope and origin are masked, those that the app overrides too", async () => {
  const { project, app } = await family();
  await share(project, { key: "A", value: "hidden below" }, { key: "B", value: "at build", scope: "build" });
  await put(app, { key: "A", value: "on top" }, { key: "C", value: "when running", scope: "run" });
  await put(app, { key: "D", value: "plain", isSecret: false });
  const { secrets } = await openEnvironment({ id: app });
  expect(secrets.map((secret) => secret.reveal()).toSorted()).toEqual([
    "at build",
    "hidden below",
    "on top",
    "when running",
  ]);
});

test("a required variable is missing until it has a value, of the app's own or shared", async () => {
  const { project, app } = await family();
  const required = { id: app, requiredVariables: ["DB_URL", "APP_KEY", "MAIL_HOST"] };
  expect(await missingVariables(required)).toEqual(["DB_URL", "APP_KEY", "MAIL_HOST"]);
  await share(project, { key: "MAIL_HOST", value: "mail.example.com" });
  await put(app, { key: "APP_KEY", value: "" }, { key: "DB_URL", value: "postgres://" });
  expect(await missingVariables(required)).toEqual(["APP_KEY"]);
  await put(app, { key: "APP_KEY", value: "of some length" });
  expect(await missingVariables(required)).toEqual([]);
});

test("what is put again without a scope keeps the one it has", async () => {
  const { app } = await family();
  await put(app, { key: "A", value: "first", scope: "build" });
  await put(app, { key: "A", value: "second" });
  expect(await opened(app)).toEqual([["A", "second", "app", "build"]]);
});

test("the list says where each comes from, what it overrides, and repeats no secret", async () => {
  const { project, app } = await family();
  await share(
    project,
    { key: "A", value: "shared", isSecret: false },
    { key: "B", value: "shared secret", scope: "run" },
  );
  await put(app, { key: "A", value: "own", isSecret: false }, { key: "C", value: "own secret" });
  const listed = await listVariables(world.owner.actor, { app });
  expect(listed.map(({ key, value, from, isOverride, scope }) => [key, value, from, isOverride, scope])).toEqual([
    ["A", "own", "app", true, "both"],
    ["B", null, "project", false, "run"],
    ["C", null, "app", false, "both"],
  ]);
  const shared = await listSharedVariables(world.owner.actor, { project });
  expect(shared.map(({ key, value, overriddenBy }) => [key, value, overriddenBy])).toEqual([
    ["A", "shared", 1],
    ["B", null, 0],
  ]);
});

test("a shared .env file comes in whole or not at all, after a preview that changes nothing", async () => {
  const { project, app } = await family();
  const { actor } = world.owner;
  await share(project, { key: "A", value: "1", isSecret: false });
  const file = { project, text: "A=1\nB='two words'\n", isSecret: false, scope: "build" } as const;
  expect((await previewSharedImport(actor, file)).variables).toEqual([
    { key: "A", change: "changed" },
    { key: "B", change: "new" },
  ]);
  expect(await opened(app)).toHaveLength(1);
  await importSharedVariables(actor, file);
  expect(await opened(app)).toEqual([
    ["A", "1", "project", "build"],
    ["B", "two words", "project", "build"],
  ]);
  const broken = { ...file, text: "C=3\nwhat is this\n" };
  for (const verb of [importSharedVariables, previewSharedImport])
    await expect(verb(actor, broken)).rejects.toMatchObject({
      fields: { text: "Line 2 is not written as NAME=value." },
    });
  expect(await opened(app)).toHaveLength(2);
});

test("a shared variable that is removed leaves what an app has of its own; one that is not there can't be removed", async () => {
  const { project, app, sibling } = await family();
  await share(project, { key: "A", value: "shared" });
  await put(app, { key: "A", value: "own" });
  await removeSharedVariable(world.owner.actor, { project, key: "A" });
  expect(await opened(app)).toEqual([["A", "own", "app", "both"]]);
  expect(await opened(sibling)).toEqual([]);
  const again = removeSharedVariable(world.owner.actor, { project, key: "A" });
  await expect(again).rejects.toThrow("There is no such variable.");
  const ofTheApp = removeVariable(world.owner.actor, { app: sibling, key: "A" });
  await expect(ofTheApp).rejects.toThrow("There is no such variable.");
});

test("a project shares at most 500 variables", async () => {
  const { project } = await family();
  await share(project, ...Array.from({ length: 500 }, (_, index) => ({ key: `KEY_${index}`, value: "value" })));
  await expect(share(project, { key: "ONE_MORE", value: "value" })).rejects.toThrow("shares at most 500 variables");
});

test("who may see an app alone gets what the project shares with it, and may not change that", async () => {
  const { project, app } = await family();
  await share(project, { key: "A", value: "shared" });
  const person = await addPerson(world.workspace.id, "member");
  const { actor } = await grant(world.workspace.id, person, "admin", { appId: app });
  expect(await listVariables(actor, { app })).toHaveLength(1);
  const changing = putSharedVariables(actor, { project, variables: whole([{ key: "A", value: "theirs" }]) });
  await expect(changing).rejects.toMatchObject({ kind: "not_found" });
});
