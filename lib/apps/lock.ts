import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Transaction } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { deployments } from "#db/schema/deployments.ts";
import { runs } from "#db/schema/runs.ts";
import { type App, notFound } from "#lib/access/authorize.ts";

/** Holds an app, as it is now, until the transaction ends: what is decided on it is decided one after the other. */
export async function holdApp(tx: Transaction, id: string): Promise<App> {
  const [app] = await tx
    .select()
    .from(apps)
    .where(and(eq(apps.id, id), isNull(apps.removedAt)))
    .for("update");
  if (!app) throw notFound("app");
  return app;
}

/** Whether a deployment of this app waits or runs. Hold the app first, so that none begins meanwhile. */
export async function isBusy(tx: Transaction, appId: string): Promise<boolean> {
  const [open] = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.resourceId, appId), inArray(runs.status, ["pending", "processing"])))
    .limit(1);
  return open !== undefined;
}

/** Whether it ever had a deployment, whatever became of it. */
export async function wasDeployed(tx: Transaction, appId: string): Promise<boolean> {
  const [any] = await tx.select({ id: deployments.id }).from(deployments).where(eq(deployments.appId, appId)).limit(1);
  return any !== undefined;
}
