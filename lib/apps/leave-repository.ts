import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "#db/index.ts";
import { deliveries, webhooks } from "#db/schema/webhooks.ts";
import type { App } from "#lib/access/authorize.ts";
import { gitHost, providerOf } from "./source.ts";

/**
 * Says of what belongs to an app's repository that it does no more: pushes that wait, and the webhook that is registered
 * there. False, and nothing happens, when the URL leads to the same repository, by whatever protocol.
 */
export async function leaveRepository(tx: Transaction, app: App, url: string): Promise<boolean> {
  const [from, to] = await Promise.all([placeOf(app.repositoryUrl), placeOf(url)]);
  if (from === to) return false;
  await tx
    .update(deliveries)
    .set({ verdict: "ignored", reason: "The app moved on to another repository.", decidedAt: sql`clock_timestamp()` })
    .where(
      and(eq(deliveries.workspaceId, app.workspaceId), eq(deliveries.appId, app.id), eq(deliveries.verdict, "waiting")),
    );
  const registrationReason = `It was made for ${from}, and the app is deployed from ${to} now. Register it there.`;
  await tx
    .update(webhooks)
    .set({ registration: "manual", registrationReason })
    .where(and(eq(webhooks.workspaceId, app.workspaceId), eq(webhooks.appId, app.id)));
  return true;
}

async function placeOf(url: string): Promise<string> {
  const { host, path } = (await gitHost(providerOf(url))).parse(url);
  return `${host}/${path}`;
}
