import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import type { deployments } from "#db/schema/deployments.ts";
import type { Actor } from "#lib/access/actor.ts";
import { type App, authorize, type Deployment } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { Failure } from "#lib/failure.ts";
import { enqueue, fetchedBy, lockApp } from "./enqueue.ts";
import { planSteps } from "./plan.ts";
import { refuseUnlessDeployable } from "./queue.ts";
import { startedWith } from "./started-with.ts";
import { can } from "./states.ts";

export const rollBackDeploymentInput = z.strictObject({ deployment: z.string() });

/**
 * Makes an earlier release live again, as a new deployment. While its directory is on the server that is one switch;
 * else it is built again from its commit. Auto-deploy pauses, so that the next push does not undo it unseen.
 */
export async function rollBackDeployment(actor: Actor, input: z.infer<typeof rollBackDeploymentInput>) {
  const target = await authorize(actor, "deployment.change", input.deployment);
  const problem = rollbackProblem(target);
  if (problem) throw new Failure("conflict", problem);
  return db.transaction(async (tx) => queueRollback(tx, actor, await lockApp(tx, target.app), target));
}

/** The same inside the transaction that holds the app, for a deployment that can be rolled back to. */
export async function queueRollback(tx: Transaction, actor: Actor, app: App, target: typeof deployments.$inferSelect) {
  await refuseUnlessDeployable(tx, actor, app);
  const isRetained = target.releaseRemovedAt === null;
  const steps = isRetained
    ? await planSteps(tx, await startedWith(tx, target.id, app), "rollback")
    : await planSteps(tx, app, "full");
  if (!app.autoDeployPausedAt) await pauseAutoDeploy(tx, actor, app);
  return enqueue(
    tx,
    actor,
    app,
    {
      trigger: "rollback",
      branch: target.branch,
      tag: target.tag,
      wantedCommit: target.commit,
      rollbackOf: target.id,
      ...(isRetained && { release: target.release, ...fetchedBy(target) }),
    },
    steps,
  );
}

async function pauseAutoDeploy(tx: Transaction, actor: Actor, app: App): Promise<void> {
  await tx
    .update(apps)
    .set({ autoDeployPausedAt: sql`now()` })
    .where(eq(apps.id, app.id));
  await record(tx, actor, "app.auto_deploy_paused", { kind: "app", id: app.id, label: app.name });
}

/** Why a deployment can't be rolled back to, in words; null when it can. */
export function rollbackProblem(target: Deployment): string | null {
  if (!can("rollBackTo", target.run.status)) return "It has not ended yet.";
  if (!target.releasedAt) return "It was never live.";
  if (target.isLive) return "It is live now.";
  return target.commit ? null : "Its commit is not known.";
}
