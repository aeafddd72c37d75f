import { and, eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import type { App } from "#lib/access/authorize.ts";
import { watchedBranchOf } from "./watched.ts";

/**
 * Why a push of the watched branch does not deploy an app now, in words, or null. None of these forgets the push:
 * when the reason is gone, the newest commit is found by comparing heads.
 */
export async function standstill(tx: Transaction | Database, app: App): Promise<string | null> {
  const branch = watchedBranchOf(app);
  if (app.removedAt) return "The app was removed.";
  if (!app.autoDeploy) return `Auto-deploy is off. Switched on again, it deploys the newest commit of ${branch}.`;
  if (!app.isActive) return `The app is inactive. Once it is active, the newest commit of ${branch} is deployed.`;
  if (app.autoDeployPausedAt) return "Auto-deploy is paused since a rollback, until somebody resumes it.";
  return app.integrationId ? missingAccount(tx, app, app.integrationId) : null;
}

async function missingAccount(tx: Transaction | Database, app: App, id: string): Promise<string | null> {
  const [account] = await tx
    .select()
    .from(integrations)
    .where(and(eq(integrations.workspaceId, app.workspaceId), eq(integrations.id, id)));
  if (!account || account.removedAt) {
    return "The integration for the repository was removed. Choose another in the app's settings.";
  }
  if (account.state !== "needs_reconnecting") return null;
  return `${account.name} needs to be connected again. ${account.stateReason ?? ""}`.trim();
}
