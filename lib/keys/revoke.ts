import { and, eq, isNull, sql } from "drizzle-orm";
import { validate as isUuid } from "uuid";
import { z } from "zod";
import { db } from "#db/index.ts";
import { apiKeys } from "#db/schema/api-keys.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, notFound } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";

export const revokeKeyInput = z.strictObject({ key: z.string() });

/** Ends an API key at once and for good. Revoking it again changes nothing. */
export async function revokeKey(actor: Actor, { key: id }: z.infer<typeof revokeKeyInput>): Promise<void> {
  const workspace = await authorize(actor, "key.manage");
  await db.transaction(async (tx) => {
    const mine = and(eq(apiKeys.workspaceId, workspace.id), eq(apiKeys.id, id));
    const [key] = isUuid(id) ? await tx.select().from(apiKeys).where(mine) : [];
    if (!key) throw notFound("key");
    const revoked = await tx
      .update(apiKeys)
      .set({ revokedAt: sql`now()` })
      .where(and(mine, isNull(apiKeys.revokedAt)))
      .returning({ id: apiKeys.id });
    if (revoked.length > 0) await record(tx, actor, "key.revoked", { kind: "key", id, label: key.name });
  });
}
