import { and, eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { variables } from "#db/schema/apps.ts";
import { openVariables } from "#lib/apps/environment.ts";
import { importVariables } from "#lib/apps/import-variables.ts";
import { listVariables } from "#lib/apps/list-variables.ts";
import { previewImport } from "#lib/apps/preview-import.ts";
import { parse } from "#lib/access/entry.ts";
import { putVariables, putVariablesInput } from "#lib/apps/put-variables.ts";
import { removeVariable } from "#lib/apps/remove-variable.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { spareApp } from "#tests/support/samples.ts";
import { makeWorld, type World } from "#tests/support/world.ts";

let world: World;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

const opened = async (app: string) =>
  (await openVariables({ id: app })).map(({ key, value, isSecret }) => [key, value.reveal(), isSecret]);

const put = (app: string, given: [string, string, boolean?][]) =>
  putVariables(world.owner.actor, {
    app,
    variables: given.map(([key, value, isSecret = true]) => ({ key, value, isSecret })),
  });

test("putting adds, replaces by name, and leaves the others alone", async () => {
  const app = await spareApp(world);
  await put(app, [
    ["A", "first value"],
    ["B", "second value", false],
  ]);
  await put(app, [
    ["B", "changed"],
    ["C", ""],
  ]);
  expect(await opened(app)).toEqual([
    ["A", "first value", true],
    ["B", "changed", true],
    ["C", "", true],
  ]);
});

test("a secret is never read again; a plain one is", async () => {
  const app = await spareApp(world);
  await put(app, [
    ["HIDDEN", "long enough"],
    ["SHOWN", "production", false],
  ]);
  const listed = await listVariables(world.owner.actor, { app });
  expect(listed.map(({ key, value }) => [key, value])).toEqual([
    ["HIDDEN", null],
    ["SHOWN", "production"],
  ]);
});

test("no value stands in the database as it is, and a value moved to another row does not open", async () => {
  const app = await spareApp(world);
  await put(app, [
    ["ONE", "findable-canary"],
    ["TWO", "other"],
  ]);
  const {
    rows: [text],
  } = await db.execute<{ all: string }>(sql`select string_agg(v::text, ' ') as all from variables v`);
  expect(text?.all).not.toContain(Buffer.from("findable-canary").toString("hex"));
  const [one] = await db
    .select()
    .from(variables)
    .where(and(eq(variables.appId, app), eq(variables.key, "ONE")));
  await db
    .update(variables)
    .set({ value: one?.value })
    .where(and(eq(variables.appId, app), eq(variables.key, "TWO")));
  await expect(openVariables({ id: app })).rejects.toThrow("does not open");
});

test("secrets too short to mask are told of; plain ones and long ones are not", async () => {
  const app = await spareApp(world);
  const { warnings } = await put(app, [
    ["SHORT", "1234567"],
    ["LONG", "12345678"],
    ["PLAIN", "x", false],
    ["NONE", ""],
  ]);
  expect(warnings).toEqual(["SHORT is shorter than 8 characters, so it can't be masked in logs."]);
});

test("a .env file comes in whole or not at all", async () => {
  const app = await spareApp(world);
  await importVariables(world.owner.actor, { app, text: "A=1\nexport B='two words'\n", isSecret: false });
  expect(await opened(app)).toEqual([
    ["A", "1", false],
    ["B", "two words", false],
  ]);
  const broken = importVariables(world.owner.actor, { app, text: "C=3\nwhat is this\n", isSecret: false });
  await expect(broken).rejects.toMatchObject({ fields: { text: "Line 2 is not written as NAME=value." } });
  expect(await opened(app)).toHaveLength(2);
});

test("an app has at most 500 variables", async () => {
  const app = await spareApp(world);
  const many = Array.from({ length: 500 }, (_, index): [string, string] => [`KEY_${index}`, "value"]);
  await put(app, many);
  await expect(put(app, [["ONE_MORE", "value"]])).rejects.toThrow("at most 500 variables");
  await put(app, [["KEY_0", "replaced"]]);
});

test("two saves of the same new name at once leave one of the two values", async () => {
  const app = await spareApp(world);
  await Promise.all(["first one", "second one"].map((value) => put(app, [["BOTH", value]])));
  expect(await opened(app)).toEqual([["BOTH", expect.stringMatching(/^(first|second) one$/), true]]);
});

test("a variable that is not there can't be removed", async () => {
  const removing = removeVariable(world.owner.actor, { app: world.appId, key: "NOT_THERE" });
  await expect(removing).rejects.toThrow("There is no such variable.");
});

test("a preview says what an import would do, changes nothing, and tells nobody whether a guessed secret is right", async () => {
  const app = await spareApp(world);
  await put(app, [
    ["HIDDEN", "long enough"],
    ["SHOWN", "production", false],
  ]);
  const text = "HIDDEN=long enough\nSHOWN=production\nFRESH=a\n";
  const preview = (isSecret: boolean) => previewImport(world.owner.actor, { app, text, isSecret });
  expect((await preview(false)).variables).toEqual([
    { key: "HIDDEN", change: "changed" },
    { key: "SHOWN", change: "same" },
    { key: "FRESH", change: "new" },
  ]);
  expect(await preview(true)).toMatchObject({
    variables: [{ change: "changed" }, { change: "changed" }, { change: "new" }],
    warnings: ["FRESH is shorter than 8 characters, so it can't be masked in logs."],
  });
  expect(await opened(app)).toHaveLength(2);
});

test("a preview refuses what an import would refuse, beside the same field", async () => {
  const app = await spareApp(world);
  const refused = { fields: { text: "Line 2 is not written as NAME=value." } };
  await expect(previewImport(world.owner.actor, { app, text: "A=1\nnonsense", isSecret: true })).rejects.toMatchObject(
    refused,
  );
});

test("a name that Devpilot's own shell uses is refused when it is given", () => {
  const given = { app: newId(), variables: [{ key: "__devpilot_bash", value: "x", isSecret: false }] };
  expect(() => parse(putVariablesInput, given)).toThrow("Devpilot's own");
});
