import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { db, type Transaction } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import { systemActor } from "#lib/access/actor.ts";
import { record, type Resource } from "#lib/activity/record.ts";
import { announce } from "#lib/jobs/listen.ts";
import type { Integration } from "./for-project.ts";

/** As the activity names it. */
export function resourceOf({ id, name }: Pick<Integration, "id" | "name">): Resource {
  return { kind: "integration", id, label: name };
}

/** What a credential that has just worked, or was just given, makes of an integration. */
export const connectedNow = {
  state: "connected",
  stateReason: null,
  rateLimitedUntil: null,
  checkedAt: sql`now()`,
} as const;

/** A person has to mend it. Nothing happens where the credential was replaced since it was refused. */
export async function noteNeedsReconnecting(integration: Integration, reason: string): Promise<void> {
  await db.transaction((tx) => needsReconnecting(tx, integration, reason));
}

export async function needsReconnecting(tx: Transaction, integration: Integration, reason: string): Promise<void> {
  const [changed] = await tx
    .update(integrations)
    .set({ state: "needs_reconnecting", stateReason: reason, checkedAt: sql`now()` })
    .where(
      and(
        eq(integrations.id, integration.id),
        eq(integrations.credentialVersion, integration.credentialVersion),
        ne(integrations.state, "needs_reconnecting"),
        isNull(integrations.removedAt),
      ),
    )
    .returning({ id: integrations.id });
  if (!changed) return;
  const { workspaceId } = integration;
  await record(tx, systemActor(workspaceId), "integration.needs_reconnecting", resourceOf(integration), { reason });
  await announce(tx, workspaceId);
}

/** The host takes no more calls until then. */
export async function noteRateLimit({ id, workspaceId }: Integration, until: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.update(integrations).set({ rateLimitedUntil: until }).where(eq(integrations.id, id));
    await announce(tx, workspaceId);
  });
}
