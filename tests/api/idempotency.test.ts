import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { send } from "#tests/support/api.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addKey, makeWorld, type World } from "#tests/support/world.ts";

let world: World;
let token: string;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
  ({ token } = await addKey(world.owner));
});

const make = (name: string, key: string, as = token) =>
  send("POST", "/projects", { token: as, json: { name }, headers: { "idempotency-key": key } });

const countOf = async (name: string) => {
  const {
    rows: [row],
  } = await db.execute<{ count: number }>(sql`select count(*)::int from projects where name = ${name}`);
  return row?.count;
};

test("the same request with the same key is done once and answers the same", async () => {
  const first = await make("Once only", "a-1");
  const again = await make("Once only", "a-1");
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.body).toEqual(first.body);
  expect([first.headers.get("idempotency-replayed"), again.headers.get("idempotency-replayed")]).toEqual([
    null,
    "true",
  ]);
  expect(await countOf("Once only")).toBe(1);
});

test("of ten at once one is done; the others get its answer or are told to ask again", async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => make("Ten at once", "b-1")));
  expect(await countOf("Ten at once")).toBe(1);
  expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
  for (const { status } of answers) expect([201, 409]).toContain(status);
});

test("the key with another body is refused, and nothing is done", async () => {
  await make("First body", "c-1");
  const other = await make("Other body", "c-1");
  expect(other.status).toBe(422);
  expect(other.body.errors?.[0]?.field).toBe("idempotency-key");
  expect(await countOf("Other body")).toBe(0);
});

test("two callers may choose the same key", async () => {
  const other = await addKey(world.owner);
  await make("Chosen twice", "d-1");
  await make("Chosen twice", "d-1", other.token);
  expect(await countOf("Chosen twice")).toBe(2);
});

test("a request that was refused can be mended and sent again with its key", async () => {
  expect((await make("x", "e-1")).status).toBe(422);
  expect((await make("Long enough", "e-1")).status).toBe(201);
});

test("a generated secret is in the first answer only, and nowhere in the database", async () => {
  const ask = () =>
    send("POST", "/keys", { token, json: { name: "Robot", scopes: ["read"] }, headers: { "idempotency-key": "f-1" } });
  const [first, again] = [await ask(), await ask()];
  const secret = String(first.body.token);
  expect(secret).toMatch(/^dp_/);
  expect(again.body).not.toHaveProperty("token");
  expect(again.body.id).toBe(first.body.id);
  const {
    rows: [kept],
  } = await db.execute<{ text: string }>(sql`select string_agg(i::text, ' ') as text from idempotency_keys i`);
  expect(kept?.text).toContain("Robot");
  expect(kept?.text).not.toContain(secret);
});

test("a key is kept for a day", async () => {
  await make("Yesterday", "g-1");
  await db.execute(sql`update idempotency_keys set created_at = now() - interval '25 hours' where key = 'g-1'`);
  await make("Yesterday", "g-1");
  expect(await countOf("Yesterday")).toBe(2);
});

test("a key that never answered, since its process died, is never done a second time", async () => {
  await make("Died", "h-1");
  await db.execute(sql`update idempotency_keys set status = null, answer = null where key = 'h-1'`);
  expect((await make("Died", "h-1")).status).toBe(409);
  expect(await countOf("Died")).toBe(1);
});

test("an unreadable key is refused", async () => {
  expect((await make("Bad key", "x".repeat(256))).status).toBe(422);
  expect((await make("Bad key", "two words")).status).toBe(422);
});
