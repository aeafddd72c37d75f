import { beforeEach, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { activity } from "#db/schema/activity.ts";
import { apiKeys } from "#db/schema/api-keys.ts";
import { users } from "#db/schema/users.ts";
import { authenticateKey } from "#lib/access/api-key.ts";
import { makeFirstOwner, setUp } from "#lib/access/set-up.ts";
import { hasUsers, isSetupToken, makeSetupToken } from "#lib/access/setup-token.ts";
import { freshDatabase } from "#tests/support/database.ts";

const input = { email: "ana@example.com", password: "seven quiet rivers", workspace: "Acme" };

beforeEach(async () => {
  await freshDatabase();
});

const actions = async () => (await db.select().from(activity).orderBy(activity.id)).map(({ action }) => action);

test("who sets up at the machine gets a key that works, and both are on record", async () => {
  const { apiKey, workspaceId, userId } = await setUp(input);
  expect(await authenticateKey(apiKey, null)).toMatchObject({ workspaceId, userId, role: "owner" });
  expect(await actions()).toEqual(["workspace.created", "key.made"]);
});

test("who sets up in the browser gets no key, since nobody would ever see it", async () => {
  await makeFirstOwner(input);
  expect(await db.select().from(apiKeys)).toEqual([]);
  expect(await actions()).toEqual(["workspace.created"]);
});

test("of many set-ups at once one is taken, and its token is spent", async () => {
  const token = (await makeSetupToken()) ?? "";
  expect(await isSetupToken(token)).toBe(true);
  const many = Array.from({ length: 5 }, (_, n) => makeFirstOwner({ ...input, email: `user${n}@example.com` }));
  const outcomes = await Promise.allSettled(many);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await db.select().from(users)).toHaveLength(1);
  expect(await isSetupToken(token)).toBe(false);
  expect(await makeSetupToken()).toBeNull();
});

test("a weak password leaves no trace", async () => {
  await expect(makeFirstOwner({ ...input, password: "short" })).rejects.toMatchObject({
    kind: "invalid",
    fields: { password: expect.stringMatching(/at least 12/) as string },
  });
  expect(await hasUsers()).toBe(false);
});
