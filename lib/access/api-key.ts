import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import { db } from "#db/index.ts";
import { apiKeys } from "#db/schema/api-keys.ts";
import { Failure } from "#lib/failure.ts";
import type { KeyHolder, Scope } from "./actor.ts";
import { findMembership } from "./membership.ts";
import { hashToken } from "./token.ts";

/** The holder of a bearer key, with the rights that its maker has now. */
export async function authenticateKey(token: string, address: string | null): Promise<KeyHolder> {
  const [key] = await db
    .select()
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.hash, hashToken(token)),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`now()`)),
      ),
    );
  const maker = key && (await findMembership(key.userId, { workspaceId: key.workspaceId }));
  if (!maker) throw new Failure("unauthenticated", "This API key is unknown, expired or revoked.");
  await noteUse(key.id);
  const { role, grants, workspaceId, userId } = maker;
  return {
    kind: "api_key",
    workspaceId,
    userId,
    label: `${key.name} (API key)`,
    role,
    grants,
    address,
    keyId: key.id,
    scopes: key.scopes as Scope[],
  };
}

async function noteUse(id: string): Promise<void> {
  await db
    .update(apiKeys)
    .set({ lastUsedAt: sql`now()` })
    .where(
      and(
        eq(apiKeys.id, id),
        sql`(${apiKeys.lastUsedAt} is null or ${apiKeys.lastUsedAt} < now() - interval '1 minute')`,
      ),
    );
}
