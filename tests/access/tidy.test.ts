import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { rateLimits } from "#db/schema/instance.ts";
import { sessions } from "#db/schema/users.ts";
import { limit } from "#lib/access/limit.ts";
import { findSession, openSession } from "#lib/access/session-store.ts";
import { signIn } from "#lib/access/sign-in.ts";
import { tidyAccess } from "#lib/access/tidy.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { makeWorld, type World } from "#tests/support/world.ts";

let world: World;
const visitor = { userAgent: null, address: "192.0.2.1" };

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

beforeEach(() => db.delete(rateLimits));

test("whoever is past the limit of their address leaves no further row behind, whatever names they make up", async () => {
  await db.insert(rateLimits).values({
    ...{ key: `sign-in:address:${visitor.address}`, count: 60, resetsAt: new Date(Date.now() + 60_000) },
  });
  for (let n = 0; n < 20; n++) {
    const tried = signIn({ email: `made-up-${n}@example.com`, password: "a wrong password" }, visitor);
    await expect(tried).rejects.toMatchObject({ kind: "too_many" });
  }
  expect(await db.select().from(rateLimits)).toHaveLength(1);
});

test("counted tries and sessions that are over are forgotten, and those that are not stay", async () => {
  await limit("over", { tries: 1, seconds: 60 });
  await db.update(rateLimits).set({ resetsAt: sql`now() - interval '1 second'` });
  await limit("counts", { tries: 1, seconds: 60 });
  await openSession(world.owner.userId, visitor);
  await db.update(sessions).set({ expiresAt: sql`now() - interval '1 second'` });
  const token = await openSession(world.owner.userId, visitor);
  await tidyAccess();
  expect(await db.select({ key: rateLimits.key }).from(rateLimits)).toEqual([{ key: "counts" }]);
  expect(await db.select().from(sessions)).toHaveLength(1);
  expect(await findSession(token)).not.toBeNull();
});
