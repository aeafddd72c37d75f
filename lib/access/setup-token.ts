import { eq, sql } from "drizzle-orm";
import { db } from "#db/index.ts";
import { instance } from "#db/schema/instance.ts";
import { users } from "#db/schema/users.ts";
import { hashToken, makeToken, sameHash } from "./token.ts";

/** Makes the one-time token that the first user needs, and forgets any earlier one. Null when a user exists. */
export async function makeSetupToken(): Promise<string | null> {
  if (await hasUsers()) return null;
  const { token, hash } = makeToken();
  await db
    .insert(instance)
    .values({ setupTokenHash: hash })
    .onConflictDoUpdate({ target: instance.only, set: { setupTokenHash: hash } });
  return token;
}

export async function isSetupToken(token: string): Promise<boolean> {
  const [row] = await db.select().from(instance).where(eq(instance.only, true));
  return row?.setupTokenHash != null && sameHash(row.setupTokenHash, hashToken(token));
}

export async function hasUsers(): Promise<boolean> {
  const [row] = await db
    .select({ any: sql<boolean>`true` })
    .from(users)
    .limit(1);
  return row !== undefined;
}
