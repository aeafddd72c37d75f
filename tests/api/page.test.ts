import { beforeAll, expect, test } from "vitest";
import { createProject } from "#lib/projects/create.ts";
import { type Json, send } from "#tests/support/api.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addKey, makeWorld, type World } from "#tests/support/world.ts";

let world: World;
let token: string;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
  ({ token } = await addKey(world.owner));
  for (let number = 1; number <= 24; number++) await createProject(world.owner.actor, { name: `Project ${number}` });
});

async function pagesOf(path: string): Promise<Json[][]> {
  const pages: Json[][] = [];
  for (let cursor: unknown = ""; cursor !== null;) {
    const { body } = await send("GET", `${path}${cursor ? `&cursor=${String(cursor)}` : ""}`, { token });
    pages.push(body.data ?? []);
    cursor = body.next_cursor;
  }
  return pages;
}

test("pages together are the whole list, newest first, each row once", async () => {
  const pages = await pagesOf("/projects?limit=7");
  expect(pages.map((page) => page.length)).toEqual([7, 7, 7, 4]);
  const names = pages.flat().map(({ name }) => name);
  expect(names.slice(0, 2)).toEqual(["Project 24", "Project 23"]);
  expect(new Set(pages.flat().map(({ id }) => id)).size).toBe(25);
});

test("a row that comes while somebody pages is not seen twice, and none is passed over", async () => {
  const first = await send("GET", "/projects?limit=5", { token });
  await createProject(world.owner.actor, { name: "Came later" });
  const second = await send("GET", `/projects?limit=5&cursor=${String(first.body.next_cursor)}`, { token });
  const names = [...(first.body.data ?? []), ...(second.body.data ?? [])].map(({ name }) => name);
  expect(names).toEqual(Array.from({ length: 10 }, (_, index) => `Project ${24 - index}`));
});

test("a cursor that was changed, cut, or made for another list is 422", async () => {
  const { body } = await send("GET", "/projects?limit=2", { token });
  const cursor = String(body.next_cursor);
  const other = await send("GET", "/activity?limit=2", { token });
  const changed = (at: number) => cursor.slice(0, at) + (cursor[at] === "A" ? "B" : "A") + cursor.slice(at + 1);
  const wrong = [
    ...Array.from({ length: cursor.length }, (_, at) => changed(at)),
    ...[cursor.slice(1), cursor.slice(0, -1), `${cursor}A`, "x", "''", "%00", String(other.body.next_cursor)],
  ];
  for (const one of wrong) {
    const answer = await send("GET", `/projects?cursor=${one}`, { token });
    expect([one, answer.status]).toEqual([one, 422]);
  }
});

test("a limit outside 1 to 100 is 422", async () => {
  for (const limit of ["0", "101", "-1", "1.5", "x", "", "1e3"]) {
    expect((await send("GET", `/projects?limit=${limit}`, { token })).status).toBe(422);
  }
});
