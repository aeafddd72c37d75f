import { beforeAll, expect, test } from "vitest";
import { environmentFor, openSecrets, openVariables } from "#lib/apps/environment.ts";
import { missingVariables } from "#lib/apps/missing-variables.ts";
import { putSharedVariables } from "#lib/apps/put-shared-variables.ts";
import { putVariables } from "#lib/apps/put-variables.ts";
import { createProject } from "#lib/projects/create.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addApp, makeWorld, type World } from "#tests/support/world.ts";

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
  const secrets = (await openSecrets({ id: app })).map((secret) => secret.reveal());
  expect(secrets.toSorted()).toEqual(["at build", "hidden below", "on top", "when running"]);
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
