import { and, desc, eq, lt, type SQL } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { apiKeys } from "#db/schema/api-keys.ts";
import { users } from "#db/schema/users.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { pageInput, pageOf, positionOf } from "#lib/api/page.ts";

export const listKeysInput = z.strictObject(pageInput);

export type KeyRow = Awaited<ReturnType<typeof keyRows>>[number];

/** The API keys of the workspace, newest first, the revoked ones too. */
export async function listKeys(actor: Actor, { limit, cursor }: z.infer<typeof listKeysInput>) {
  const workspace = await authorize(actor, "key.manage");
  const after = positionOf("keys", cursor);
  const older = after === null ? undefined : lt(apiKeys.id, after);
  const rows = await keyRows(and(eq(apiKeys.workspaceId, workspace.id), older), limit + 1);
  return pageOf("keys", rows, limit, ({ id }) => id);
}

export function keyRows(where: SQL | undefined, most: number) {
  return db
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      prefix: apiKeys.prefix,
      scopes: apiKeys.scopes,
      madeBy: users.name,
      createdAt: apiKeys.createdAt,
      expiresAt: apiKeys.expiresAt,
      lastUsedAt: apiKeys.lastUsedAt,
      revokedAt: apiKeys.revokedAt,
    })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(where)
    .orderBy(desc(apiKeys.id))
    .limit(most);
}
