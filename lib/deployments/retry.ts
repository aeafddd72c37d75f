import { z } from "zod";
import { db } from "#db/index.ts";
import type { Actor } from "#lib/access/actor.ts";
import { type App, authorize, type Deployment } from "#lib/access/authorize.ts";
import { Failure } from "#lib/failure.ts";
import { type Step, stepsOf } from "#lib/runs/ledger.ts";
import { enqueue, fetchedBy, lockApp } from "./enqueue.ts";
import { type PlannedStep, planSteps } from "./plan.ts";
import { refuseUnlessDeployable } from "./queue.ts";
import { refuseWithoutVariables } from "./refuse-without-variables.ts";
import { can } from "./states.ts";

export const retryDeploymentInput = z.strictObject({
  deployment: z.string(),
  /** Where to begin: at the step that failed, or anew with a release directory of its own. "failed" when left out. */
  from: z.enum(["failed", "start"]).optional(),
});

/**
 * Tries a failed or cancelled deployment again, as a new one. The newest of an app goes on from the step that failed,
 * in the same release directory; an older one starts from its commit, and so does whichever is wanted from the start.
 */
export async function retryDeployment(actor: Actor, input: z.infer<typeof retryDeploymentInput>) {
  const failed = await authorize(actor, "deployment.change", input.deployment);
  if (!can("retry", failed.run.status)) {
    throw new Failure("conflict", `#${failed.number} did not fail: there is nothing to retry.`);
  }
  return db.transaction(async (tx) => {
    const app = await lockApp(tx, failed.app);
    await refuseUnlessDeployable(tx, actor, app);
    await refuseWithoutVariables(tx, app);
    const remaining =
      input.from !== "start" && failed.number === app.lastNumber ? await remainingSteps(app, failed) : null;
    const wanted = {
      trigger: "retry",
      branch: failed.branch,
      tag: failed.tag,
      wantedCommit: failed.commit ?? failed.wantedCommit,
      retryOf: failed.id,
      ...(remaining && { release: failed.release, ...fetchedBy(failed) }),
    } as const;
    const planned = remaining ?? (await planSteps(tx, app, "full"));
    return enqueue(tx, actor, app, wanted, planned);
  });
}

/** The steps of a deployment whose source is there, or null when it has to begin anew. */
async function remainingSteps({ directory }: App, failed: Deployment): Promise<PlannedStep[] | null> {
  const all = await stepsOf(failed.id);
  const isFetched = all.some((step) => step.kind === "fetch" && wasDone(step));
  if (!isFetched || failed.releaseRemovedAt) return null;
  const isReleased = failed.releasedAt !== null;
  const isSetUp = all.some((step) => step.kind === "setup" && wasDone(step));
  return all.map((step) => {
    const again = planAgain(step, failed.number, isReleased);
    // Nothing was made there yet, and it may be what failed.
    return step.kind === "fetch" && !isSetUp ? { ...again, input: { ...step.input, directory } } : again;
  });
}

/**
 * What was started and never went live may have ended since, so it is started again; and what went live is released once
 * more, so that the release is that of the deployment that brings it to its end.
 */
function planAgain(step: Step, number: number, isReleased: boolean): PlannedStep {
  const { stage, kind, isHook, name, input, runAs, timeoutSeconds } = step;
  const planned = { stage, kind, isHook, name, input, runAs, timeoutSeconds };
  const isAgain = (step.kind === "start" && !isReleased) || step.kind === "release" || step.kind === "rollback";
  if (isAgain) return planned;
  if (step.status === "completed") return { ...planned, status: "skipped", reason: `${doneIn}${number}` };
  return step.reason && step.status === "skipped" ? { ...planned, status: "skipped", reason: step.reason } : planned;
}

const doneIn = "Done in #";

/** In the deployment itself, or in one that it was a retry of. */
function wasDone({ status, reason }: Step): boolean {
  return status === "completed" || (status === "skipped" && reason?.startsWith(doneIn) === true);
}
