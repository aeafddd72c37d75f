import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { type Database, db, type Transaction } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { deployments } from "#db/schema/deployments.ts";
import { deliveries, webhooks } from "#db/schema/webhooks.ts";
import { notFound } from "#lib/access/authorize.ts";
import { env } from "#lib/env.ts";
import { type DialectName, dialects } from "#lib/integrations/git/index.ts";
import { paths } from "#lib/paths.ts";
import type { AutoDeployView, WebhookView } from "./view.ts";
import { nowhere, watchedBranchOf } from "./watched.ts";

export type Webhook = typeof webhooks.$inferSelect;

/** How pushes deploy an app that the actor was let near already. */
export async function readAutoDeploy(appId: string): Promise<AutoDeployView> {
  const [row] = await db
    .select({ app: apps, webhook: webhooks })
    .from(apps)
    .leftJoin(webhooks, eq(webhooks.appId, apps.id))
    .where(eq(apps.id, appId));
  if (!row) throw notFound("app");
  const { app, webhook } = row;
  return {
    enabled: app.autoDeploy,
    branch: watchedBranchOf(app),
    isPaused: app.autoDeployPausedAt !== null,
    pausedAt: app.autoDeployPausedAt,
    watchedHead: app.watchedHead === nowhere ? null : app.watchedHead,
    reconciledAt: app.reconciledAt,
    reconcileProblem: app.reconcileProblem,
    webhook: webhook && (await describeWebhook(webhook)),
  };
}

export async function webhookOf(appId: string, on: Database | Transaction = db): Promise<Webhook | undefined> {
  const [found] = await on.select().from(webhooks).where(eq(webhooks.appId, appId));
  return found;
}

/** Where the git host delivers to. */
export function urlOf({ id, dialect }: Pick<Webhook, "id" | "dialect">): string {
  return env.url + paths.webhook(dialect, id);
}

async function describeWebhook(webhook: Webhook): Promise<WebhookView> {
  const name = webhook.dialect as DialectName;
  const dialect = await dialects[name]();
  const isOverlap = webhook.previousUntil !== null && webhook.previousUntil > new Date();
  return {
    ...webhook,
    app: webhook.appId,
    url: urlOf(webhook),
    dialect: name,
    dialectTitle: dialect.title,
    manualHint: dialect.manualHint,
    repository: webhook.remotePath,
    previousUntil: isOverlap ? webhook.previousUntil : null,
  };
}

/** Deliveries without their bodies, newest first. */
export async function deliveryRows(where: SQL | undefined, limit: number) {
  const rows = await db
    .select({
      id: deliveries.id,
      source: deliveries.source,
      event: deliveries.event,
      key: deliveries.deliveryKey,
      branch: deliveries.branch,
      commit: deliveries.commit,
      verdict: deliveries.verdict,
      reason: deliveries.reason,
      deployment: { id: deployments.id, number: deployments.number },
      repeated: deliveries.repeated,
      receivedAt: deliveries.receivedAt,
      decidedAt: deliveries.decidedAt,
      replayOf: deliveries.replayOf,
      replayedBy: deliveries.replayedBy,
      hasBody: sql<boolean>`${deliveries.body} is not null`,
    })
    .from(deliveries)
    .leftJoin(deployments, eq(deployments.id, deliveries.deploymentId))
    .where(where)
    .orderBy(desc(deliveries.receivedAt), desc(deliveries.id))
    .limit(limit);
  return rows.map(({ hasBody, ...row }) => ({ ...row, canReplay: canReplay(row, hasBody) }));
}

/** One delivery of an app, or the failure for what is not there. */
export async function deliveryRow(app: { workspaceId: string; id: string }, id: string) {
  const [row] = await deliveryRows(
    and(eq(deliveries.workspaceId, app.workspaceId), eq(deliveries.appId, app.id), eq(deliveries.id, id)),
    1,
  );
  if (!row) throw notFound("delivery");
  return row;
}

/** What was decided and can be read once more: its body is kept, or it never had one. */
function canReplay(
  { verdict, source, commit }: { verdict: string; source: string; commit: string | null },
  hasBody: boolean,
) {
  return verdict !== "waiting" && (hasBody || (source === "reconciler" && commit !== null));
}
