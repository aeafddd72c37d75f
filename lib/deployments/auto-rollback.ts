import { and, desc, eq, gt, isNotNull, isNull, lt, ne, sql } from "drizzle-orm";
import type { Transaction } from "#db/index.ts";
import { isDatabaseAway } from "#db/is-away.ts";
import { deployments } from "#db/schema/deployments.ts";
import { runs } from "#db/schema/runs.ts";
import { systemActor } from "#lib/access/actor.ts";
import type { App } from "#lib/access/authorize.ts";
import { Failure } from "#lib/failure.ts";
import { toFailure } from "#lib/respond.ts";
import { lockApp } from "./enqueue.ts";
import { queueRollback } from "./rollback.ts";

type Deployment = typeof deployments.$inferSelect;

/**
 * Queues the way back from a release that is live and was found unhealthy, in the transaction that ends its deployment,
 * and adds to its reason what was done. Where the app does not want that, or it was a rollback itself, nothing happens.
 */
export async function rollBackUnhealthy(tx: Transaction, { id }: Pick<App, "id">, deploymentId: string): Promise<void> {
  const [failed] = await tx.select().from(deployments).where(eq(deployments.id, deploymentId));
  if (!failed?.isLive || failed.health !== "unhealthy" || (await isWayBack(tx, failed))) return;
  const done = await tx.transaction((inner) => goBack(inner, id, failed)).catch(inWords);
  if (!done) return;
  await tx
    .update(runs)
    .set({ reason: sql`${runs.reason} || ${`. ${done}`}` })
    .where(eq(runs.id, failed.id));
}

/** What was done, or why nothing was, as a sentence; null where nothing is wanted. */
async function goBack(tx: Transaction, appId: string, failed: Deployment): Promise<string | null> {
  const app = await lockApp(tx, { id: appId });
  if (!app.rollbackWhenUnhealthy) return null;
  const waiting = await newerOf(tx, failed);
  if (waiting) return `#${waiting.number} is waiting and takes its place, so nothing was rolled back.`;
  const target = await liveBefore(tx, failed);
  if (!target) return "No earlier release that was well is on the server, so nothing was rolled back.";
  const { number } = await queueRollback(tx, systemActor(app.workspaceId), app, target);
  return `Devpilot rolls back to #${target.number}, as #${number}.`;
}

/** Whatever stands in its way, the deployment ends; unless the database is away, and then nothing of it is written. */
function inWords(error: unknown): string {
  if (!(error instanceof Failure) && isDatabaseAway(error)) throw error;
  return `It could not be rolled back: ${toFailure(error).message}`;
}

/** A rollback, or a retry of one: going back from there could go on for ever. */
async function isWayBack(tx: Transaction, { id }: Deployment): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    with recursive tried as (
      select d.id, d.trigger, d.retry_of from ${deployments} d where d.id = ${id}
      union
      select d.id, d.trigger, d.retry_of from ${deployments} d join tried on d.id = tried.retry_of
    )
    select 1 from tried where trigger = 'rollback' limit 1`);
  return rows.length > 0;
}

/** It was queued before the way back could be, so it runs before it: going back then would undo it. */
async function newerOf(tx: Transaction, { appId, number }: Deployment) {
  const [newer] = await tx
    .select({ number: deployments.number })
    .from(deployments)
    .innerJoin(runs, eq(runs.id, deployments.id))
    .where(and(eq(deployments.appId, appId), gt(deployments.number, number), eq(runs.status, "pending")))
    .limit(1);
  return newer;
}

/** What was live last before it, is not known to be unhealthy, and lies on the server still. */
async function liveBefore(tx: Transaction, failed: Deployment): Promise<Deployment | undefined> {
  const [target] = await tx
    .select()
    .from(deployments)
    .where(
      and(
        eq(deployments.appId, failed.appId),
        ne(deployments.release, failed.release),
        ne(deployments.health, "unhealthy"),
        isNotNull(deployments.commit),
        lt(deployments.releasedAt, failed.releasedAt ?? sql`now()`),
        isNull(deployments.releaseRemovedAt),
      ),
    )
    .orderBy(desc(deployments.releasedAt))
    .limit(1);
  return target;
}
