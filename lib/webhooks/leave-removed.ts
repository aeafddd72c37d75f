import { and, eq, isNotNull } from "drizzle-orm";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { webhooks } from "#db/schema/webhooks.ts";
import type { App } from "#lib/access/authorize.ts";
import { Failure } from "#lib/failure.ts";
import { GitTrouble } from "#lib/integrations/git/trouble.ts";
import { withClient } from "#lib/integrations/use.ts";
import { accountOf } from "./account.ts";
import { urlOf } from "./rows.ts";
import { takeAway } from "./take-away.ts";

/**
 * Takes the webhooks of removed apps away on their git hosts, where they would be answered 410 for ever. Best effort:
 * a host that does not answer is asked again the next time, and an account that may not is not asked again.
 */
export async function leaveRemovedApps(): Promise<void> {
  const away = new Set<string>();
  for (const { app, webhook } of await left()) {
    const account = await accountOf(app);
    if (account.kind === "none" || away.has(account.integration.id)) continue;
    const problem = await leave(account.integration, webhook);
    if (problem && mayPass(problem)) away.add(account.integration.id);
    else await forget(webhook, problem);
  }
}

interface Left {
  workspaceId: string;
  id: string;
  dialect: string;
  remotePath: string | null;
}

async function left(): Promise<{ app: App; webhook: Left }[]> {
  const { workspaceId, id, dialect, remotePath } = webhooks;
  return db
    .select({ app: apps, webhook: { workspaceId, id, dialect, remotePath } })
    .from(webhooks)
    .innerJoin(apps, and(eq(apps.workspaceId, workspaceId), eq(apps.id, webhooks.appId)))
    .where(and(isNotNull(apps.removedAt), eq(webhooks.registration, "registered"), isNotNull(apps.integrationId)));
}

async function leave(integration: { workspaceId: string; id: string }, webhook: Left): Promise<Failure | null> {
  const { remotePath } = webhook;
  if (!remotePath) return null;
  try {
    await withClient(integration, (client) => takeAway(client, remotePath, urlOf(webhook)));
    return null;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** The host does not answer now, or the account waits to be connected again. */
function mayPass(problem: Failure): boolean {
  const isRefused = problem instanceof GitTrouble && problem.trouble === "token_refused";
  return isRefused || problem.kind === "unavailable" || problem.kind === "conflict";
}

async function forget({ workspaceId, id }: Left, problem: Failure | null): Promise<void> {
  const registrationReason = problem
    ? `It stayed on the host when the app was removed. ${problem.message}`
    : "It was deleted on the host after the app was removed.";
  await db
    .update(webhooks)
    .set({ registration: "manual", registrationReason, remoteId: null, remotePath: null })
    .where(and(eq(webhooks.workspaceId, workspaceId), eq(webhooks.id, id)));
}
