import { eq, sql } from "drizzle-orm";
import { deployments } from "#db/schema/deployments.ts";
import { steps } from "#db/schema/runs.ts";
import type { Step } from "#lib/runs/ledger.ts";
import type { Performed } from "#lib/runs/outcome.ts";
import type { Job } from "../job.ts";
import { insertSteps, planSteps } from "../plan.ts";
import type { Write } from "./step.ts";

/** The agent's exit code for a release directory that is not there. */
const releaseMissing = 66;

/** Puts a whole deployment of its commit in the place of what is left, where the release of a rollback has gone. */
export function rebuildMissing(job: Job, step: Step, performed: Performed): Write | undefined {
  const { release: missing, number } = job.deployment;
  const isTakenOver = job.deployment.trigger === "rollback" && missing !== number;
  if (!isTakenOver || performed.kind !== "exit" || performed.code !== releaseMissing) return undefined;
  return async (tx) => {
    await tx
      .update(deployments)
      .set({ releaseRemovedAt: sql`now()` })
      .where(sql`${deployments.appId} = ${job.app.id} and ${deployments.release} = ${missing}`);
    await tx
      .update(deployments)
      .set({ release: number, releaseRemovedAt: null })
      .where(eq(deployments.id, job.deployment.id));
    await tx.delete(steps).where(sql`${steps.runId} = ${job.deployment.id} and ${steps.position} > ${step.position}`);
    await tx
      .update(steps)
      .set({ reason: `Release ${missing} is no longer on the server: it is built again from its commit.` })
      .where(eq(steps.id, step.id));
    await insertSteps(tx, job.deployment, await planSteps(tx, job.app, "full"), step.position + 1);
    job.deployment.release = number;
    job.directory = job.app.directory;
  };
}
