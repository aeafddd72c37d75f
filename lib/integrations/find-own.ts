import { and, eq, isNull, type SQL } from "drizzle-orm";
import { validate as isUuid } from "uuid";
import { db, type Transaction } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import { notFound } from "#lib/access/authorize.ts";
import type { Integration } from "./for-project.ts";

/** An integration that a workspace shares between its apps. Throws `not_found`. */
export async function findOwn(workspaceId: string, id: string): Promise<Integration> {
  const [found] = isUuid(id) ? await db.select().from(integrations).where(ownWith(workspaceId, id)) : [];
  if (!found) throw notFound("integration");
  return found;
}

/** The same, held until the transaction ends. */
export async function holdOwn(tx: Transaction, workspaceId: string, id: string): Promise<Integration> {
  const [found] = await tx.select().from(integrations).where(ownWith(workspaceId, id)).for("no key update");
  if (!found) throw notFound("integration");
  return found;
}

/** Which integrations a workspace shows. */
export function ownOf(workspaceId: string): SQL | undefined {
  return and(eq(integrations.workspaceId, workspaceId), integrations.isShared, isNull(integrations.removedAt));
}

function ownWith(workspaceId: string, id: string): SQL | undefined {
  return and(ownOf(workspaceId), eq(integrations.id, id));
}
