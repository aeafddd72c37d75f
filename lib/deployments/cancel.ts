import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "#db/index.ts";
import { runs } from "#db/schema/runs.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Deployment } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { Failure } from "#lib/failure.ts";
import { changed, skipPending } from "#lib/runs/ledger.ts";
import { can } from "./states.ts";

export const cancelDeploymentInput = z.strictObject({ deployment: z.string() });

/**
 * Cancels a deployment. A waiting one ends at once; of a running one the request is kept, and its runner ends what runs
 * on the server before the row says Cancelled.
 */
export async function cancelDeployment(actor: Actor, input: z.infer<typeof cancelDeploymentInput>): Promise<void> {
  const deployment = await authorize(actor, "deployment.change", input.deployment);
  if (!can("cancel", deployment.run.status)) throw tooLate(deployment);
  await db.transaction(async (tx) => {
    const run = { runId: deployment.id, workspaceId: deployment.workspaceId };
    const isEnded =
      (await endPending(tx, run, `Cancelled by ${actor.label}`)) || (await requestCancel(tx, run, actor.label));
    if (!isEnded) throw tooLate(deployment);
    await record(tx, actor, "deployment.cancel_requested", {
      kind: "deployment",
      id: deployment.id,
      label: `${deployment.app.name} #${deployment.number}`,
    });
  });
}

/** Pending → Cancelled. False when it is not pending any more. */
export async function endPending(
  tx: Transaction,
  run: { runId: string; workspaceId: string },
  reason: string,
): Promise<boolean> {
  const ended = await tx
    .update(runs)
    .set({ status: "cancelled", reason, endedAt: sql`now()` })
    .where(and(eq(runs.id, run.runId), eq(runs.status, "pending")))
    .returning({ id: runs.id });
  if (ended.length === 0) return false;
  await skipPending(tx, run.runId);
  await changed(tx, run);
  return true;
}

async function requestCancel(
  tx: Transaction,
  run: { runId: string; workspaceId: string },
  by: string,
): Promise<boolean> {
  const [current] = await tx.select().from(runs).where(eq(runs.id, run.runId)).for("update");
  if (current?.status !== "processing") return false;
  await tx
    .update(runs)
    .set({ cancelRequestedAt: sql`now()`, cancelRequestedBy: by })
    .where(and(eq(runs.id, run.runId), isNull(runs.cancelRequestedAt)));
  await changed(tx, run);
  return true;
}

function tooLate(deployment: Deployment): Failure {
  return new Failure("conflict", `#${deployment.number} has ended already: there is nothing to cancel.`);
}
