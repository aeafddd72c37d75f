import { eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { integrationProjects, integrations, remoteRepositories } from "#db/schema/integrations.ts";
import { webhooks } from "#db/schema/webhooks.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { announce } from "#lib/jobs/listen.ts";
import { Failure } from "#lib/failure.ts";
import { findOwn, holdOwn } from "./find-own.ts";
import type { Integration } from "./for-project.ts";
import { registeredHooks } from "./removal.ts";
import { resourceOf } from "./state.ts";
import { withClient } from "./use.ts";

export const removeIntegrationInput = z.strictObject({
  integration: z.string(),
  /** Also take away the webhooks that Devpilot made on the host. */
  deleteWebhooks: z.boolean().default(false),
});

type Hook = Awaited<ReturnType<typeof registeredHooks>>[number];

/** Deletes an integration's credentials for good. Apps stay, and say what they miss until they get another. */
export async function removeIntegration(actor: Actor, input: z.infer<typeof removeIntegrationInput>): Promise<void> {
  await authorize(actor, "integration.manage");
  const integration = await findOwn(actor.workspaceId, input.integration);
  const hooks = await registeredHooks(integration);
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

const atOnce = 8;

/** Tries each of them; what can't be deleted says why and stays. */
async function deleteHooks(integration: Integration, hooks: Hook[]): Promise<{ hook: Hook; problem: string | null }[]> {
  const tried: { hook: Hook; problem: string | null }[] = [];
  for (let from = 0; from < hooks.length; from += atOnce) {
    const some = hooks.slice(from, from + atOnce);
    tried.push(...(await Promise.all(some.map((hook) => deleteHook(integration, hook)))));
  }
  return tried;
}

async function deleteHook(integration: Integration, hook: Hook): Promise<{ hook: Hook; problem: string | null }> {
  try {
    await withClient(integration, (client) => client.removeHook(hook.repository, hook.remoteId));
    return { hook, problem: null };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { hook, problem: error.message };
  }
}

function deletedWith({ name }: Integration) {
  const registrationReason = `It was deleted on the host when the integration ${name} was removed.`;
  return { registration: "manual" as const, registrationReason, remoteId: null, remotePath: null };
}

function problemOf(tried: { hook: Hook; problem: string | null }[], id: string): string | null {
  return tried.find(({ hook }) => hook.id === id)?.problem ?? null;
}
