import type { Database, Transaction } from "#db/index.ts";
import type { App } from "#lib/access/authorize.ts";
import { integrationOf } from "./account.ts";
import { watchedBranchOf } from "./watched.ts";

/**
 * Why a push of the watched branch does not deploy an app now, in words, or null. None of these forgets the push:
 * when the reason is gone, the newest commit is found by comparing heads.
 */
export async function standstill(on: Database | Transaction, app: App): Promise<string | null> {
  const branch = watchedBranchOf(app);
  if (app.removedAt) return "The app was removed.";
  if (!app.autoDeploy) return `Auto-deploy is off. Switched on again, it deploys the newest commit of ${branch}.`;
  if (!app.isActive) return `The app is inactive. Once it is active, the newest commit of ${branch} is deployed.`;
  if (app.autoDeployPausedAt) return "Auto-deploy is paused since a rollback, until somebody resumes it.";
  return (await integrationOf(on, app))?.problem ?? null;
}
