import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { authenticateKey } from "#lib/access/api-key.ts";
import { parse } from "#lib/access/entry.ts";
import { listKeys } from "#lib/keys/list.ts";
import { makeKey, makeKeyInput } from "#lib/keys/make.ts";
import { revokeKey } from "#lib/keys/revoke.ts";
import type { Actor } from "#lib/access/actor.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addKey, addPerson, makeWorld, type World } from "#tests/support/world.ts";

let world: World;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

const make = (actor: Actor, input: object) => makeKey(actor, parse(makeKeyInput, { name: "A key", ...input }));
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

test("a key works at once, and only its hash is kept", async () => {
  const { token, id, prefix } = await make(world.owner.actor, { scopes: ["read", "deploy", "read"] });
  const holder = await authenticateKey(token, null);
  expect(holder).toMatchObject({ keyId: id, scopes: ["read", "deploy"], role: "owner" });
  expect(token.startsWith(prefix)).toBe(true);
  const {
    rows: [rows],
  } = await db.execute<{ all: string }>(sql`select string_agg(k::text, ' ') as all from api_keys k`);
  expect(rows?.all).not.toContain(token.slice(9));
  const { data } = await listKeys(world.owner.actor, { limit: 50 });
  expect(JSON.stringify(data)).not.toContain(token.slice(9));
});

test("a key makes no key that may more than itself", async () => {
  const maker = await addKey(world.owner, ["read", "write"]);
  expect(await make(await maker.holder(), { scopes: ["read"] })).toMatchObject({ scopes: ["read"] });
  const more = make(await maker.holder(), { scopes: ["read", "deploy"] });
  await expect(more).rejects.toMatchObject({ fields: { scopes: expect.stringContaining("deploy") as string } });
});

test("a key makes no key that lives longer than itself", async () => {
  const maker = await addKey(world.owner, ["read", "write"], new Date(inDays(2)));
  for (const expiresAt of [undefined, null, inDays(3)]) {
    const longer = make(await maker.holder(), { scopes: ["read"], expiresAt });
    await expect(longer).rejects.toMatchObject({ fields: { expiresAt: expect.any(String) as string } });
  }
  await make(await maker.holder(), { scopes: ["read"], expiresAt: inDays(1) });
});

test("a key never may more than its maker does now", async () => {
  const admin = await addPerson(world.workspace.id, "admin");
  const { token } = await make(admin.actor, { scopes: ["read", "write"] });
  await db.execute(sql`update memberships set role = 'member' where user_id = ${admin.userId}`);
  expect((await authenticateKey(token, null)).role).toBe("member");
  await db.execute(sql`update memberships set status = 'suspended' where user_id = ${admin.userId}`);
  await expect(authenticateKey(token, null)).rejects.toThrow("unknown, expired or revoked");
});

test("a revoked key ends at once; revoking it again changes nothing", async () => {
  const { token, id } = await make(world.owner.actor, { scopes: ["read"] });
  await revokeKey(world.owner.actor, { key: id });
  await revokeKey(world.owner.actor, { key: id });
  await expect(authenticateKey(token, null)).rejects.toThrow("unknown, expired or revoked");
  const {
    rows: [rows],
  } = await db.execute<{ count: number }>(
    sql`select count(*)::int from activity where action = 'key.revoked' and resource_id = ${id}`,
  );
  expect(rows?.count).toBe(1);
});

test("scopes and moments that make no sense are refused beside their field", async () => {
  for (const [field, input] of [
    ["scopes", { scopes: [] }],
    ["scopes.0", { scopes: ["everything"] }],
    ["expiresAt", { scopes: ["read"], expiresAt: inDays(-1) }],
    ["expiresAt", { scopes: ["read"], expiresAt: "tomorrow" }],
    ["name", { name: "", scopes: ["read"] }],
  ] as const) {
    const making = async () => make(world.owner.actor, input);
    await expect(making()).rejects.toMatchObject({ fields: { [field]: expect.any(String) as string } });
  }
});
