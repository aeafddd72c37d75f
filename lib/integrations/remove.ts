import { eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { integrationProjects, integrations, remoteRepositories } from "#db/schema/integrations.ts";
import { webhooks } from "#db/schema/webhooks.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { announce } from "#lib/jobs/listen.ts";
import { deleteHooks, type TriedHook } from "./delete-hooks.ts";
import { findOwn, holdOwn } from "./find-own.ts";
import type { Integration } from "./for-project.ts";
import { madeHooks } from "./removal.ts";
import { resourceOf } from "./state.ts";

export const removeIntegrationInput = z.strictObject({
  integration: z.string(),
  /** Also take away the webhooks that Devpilot made on the host. */
  deleteWebhooks: z.boolean().default(false),
});

/** Deletes an integration's credentials for good. Apps stay, and say what they miss until they get another. */
export async function removeIntegration(actor: Actor, input: z.infer<typeof removeIntegrationInput>): Promise<void> {
  await authorize(actor, "integration.manage");
  const integration = await findOwn(actor.workspaceId, input.integration);
  const hooks = await madeHooks(integration);
  const tried = input.deleteWebhooks ? await deleteHooks(integration, hooks) : [];
  await db.transaction(async (tx) => {
    const held = await holdOwn(tx, integration.workspaceId, integration.id);
    const gone = tried.filter(({ problem }) => problem === null).map(({ hook }) => hook.id);
    if (gone.length > 0) await tx.update(webhooks).set(deletedWith(held)).where(inArray(webhooks.id, gone));
    for (const table of [integrationProjects, remoteRepositories])
      await tx.delete(table).where(eq(table.integrationId, held.id));
    await tx
      .update(integrations)
      .set({ credential: null, removedAt: sql`now()`, stateReason: null, rateLimitedUntil: null })
      .where(eq(integrations.id, held.id));
    const left = hooks.filter(({ id }) => !gone.includes(id));
    const webhooksLeft = left.map(({ id, repository }) => ({ repository, problem: problemOf(tried, id) }));
    const detail = { provider: held.provider, account: held.account, webhooksDeleted: gone.length, webhooksLeft };
    await record(tx, actor, "integration.removed", resourceOf(held), detail);
    await announce(tx, held.workspaceId);
  });
}

function deletedWith({ name }: Integration) {
  const registrationReason = `It was deleted on the host when the integration ${name} was removed.`;
  return { registration: "manual" as const, registrationReason, remoteId: null, remotePath: null };
}

function problemOf(tried: TriedHook[], id: string): string | null {
  return tried.find(({ hook }) => hook.id === id)?.problem?.message ?? null;
}
