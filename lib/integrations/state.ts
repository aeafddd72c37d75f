import { and, eq, isNull, ne, type SQL, sql } from "drizzle-orm";
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
    .where(stillWorking(integration))
    .returning({ id: integrations.id });
  if (!changed) return;
  const { workspaceId } = integration;
  await record(tx, systemActor(workspaceId), "integration.needs_reconnecting", resourceOf(integration), { reason });
  await announce(tx, workspaceId);
}

/** The host takes no more calls until then. */
export async function noteRateLimit({ id, workspaceId }: Integration, until: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await tx
      .update(integrations)
      .set({ rateLimitedUntil: until })
      .where(and(eq(integrations.workspaceId, workspaceId), eq(integrations.id, id)));
    await announce(tx, workspaceId);
  });
}

/**
 * Why its token could not be renewed. It stays connected: the registration with the host may be what is wrong, or the
 * host, and the next success takes the words away.
 */
export async function noteRefreshProblem(integration: Integration, reason: string): Promise<void> {
  await db.transaction((tx) => refreshProblem(tx, integration, reason));
}

export async function refreshProblem(tx: Transaction, integration: Integration, reason: string): Promise<void> {
  const [changed] = await tx
    .update(integrations)
    .set({ stateReason: reason })
    .where(and(stillWorking(integration), sql`${integrations.stateReason} is distinct from ${reason}`))
    .returning({ id: integrations.id });
  if (changed) await announce(tx, integration.workspaceId);
}

/** With the credential that it was seen with, and with nothing that a person has to mend yet. */
function stillWorking({ workspaceId, id, credentialVersion }: Integration): SQL | undefined {
  return and(
    eq(integrations.workspaceId, workspaceId),
    eq(integrations.id, id),
    eq(integrations.credentialVersion, credentialVersion),
    ne(integrations.state, "needs_reconnecting"),
    isNull(integrations.removedAt),
  );
}
