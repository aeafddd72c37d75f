import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { csvCell, exportActivity } from "#lib/activity/export.ts";
import { listActivity } from "#lib/activity/list.ts";
import { createProject } from "#lib/projects/create.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addPerson, makeWorld, type Person, type World } from "#tests/support/world.ts";

let world: World;
let ana: Person;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
  ana = await addPerson(world.workspace.id, "admin");
  await createProject(ana.actor, { name: '=HYPERLINK("x"), "quoted"' });
});

const list = (filters: object) => listActivity(world.owner.actor, { limit: 100, ...filters });

test("filters narrow by actor, by action, by kind and by thing", async () => {
  expect((await list({ actor: ana.userId })).data.map(({ action }) => action)).toEqual(["project.created"]);
  const made = (await list({ action: "project.created" })).data;
  expect(made.map(({ resourceLabel }) => resourceLabel)).toContain(world.project.name);
  const ofApp = (await list({ resource: world.appId })).data;
  expect(new Set(ofApp.map(({ action }) => action))).toEqual(
    new Set(["app.created", "variables.put", "pipeline.changed"]),
  );
  const kinds = (await list({ resourceKind: "project" })).data.map(({ resourceKind }) => resourceKind);
  expect(new Set(kinds)).toEqual(new Set(["project"]));
});

test("the newest comes first", async () => {
  const { data } = await list({});
  expect(data.map(({ id }) => id)).toEqual(
    data
      .map(({ id }) => id)
      .toSorted()
      .reverse(),
  );
});

test("an Admin reads it, a Member does not", async () => {
  const member = await addPerson(world.workspace.id, "member");
  await expect(listActivity(member.actor, { limit: 1 })).rejects.toMatchObject({ kind: "forbidden" });
  await expect(exportActivity(member.actor, {})).rejects.toMatchObject({ kind: "forbidden" });
});

test("the export holds what the list holds, and no cell is a formula to a spreadsheet", async () => {
  const { text, type } = await exportActivity(world.owner.actor, { actor: ana.userId });
  expect(type).toBe("text/csv; charset=utf-8");
  const [header, row, ...rest] = text.split("\r\n");
  expect(header).toMatch(/^at,actor,/);
  expect(row).toContain(`"'=HYPERLINK(""x""), ""quoted"""`);
  expect(rest).toEqual([""]);
});

test.each([
  ["plain", "plain"],
  ["a,b", '"a,b"'],
  ['a"b', '"a""b"'],
  ["two\nlines", '"two\nlines"'],
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@x", "'@x"],
])("%j is written as %j", (text, cell) => expect(csvCell(text)).toBe(cell));

test("rows can't be changed into another order by a clock: ids grow with time", async () => {
  const {
    rows: [rows],
  } = await db.execute<{ ordered: boolean }>(
    sql`select bool_and(earlier <= at) as ordered from (select at, lag(at) over (order by id) as earlier from activity) a where earlier is not null`,
  );
  expect(rows?.ordered).toBe(true);
});
