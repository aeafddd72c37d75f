import { eq, sql } from "drizzle-orm";
import { deployments } from "#db/schema/deployments.ts";
import { steps } from "#db/schema/runs.ts";
import { insertSteps, planSteps } from "../plan.ts";
import { releaseStep } from "./release.ts";
import type { StepDefinition } from "./step.ts";

/** The agent's exit code for a release directory that is not there. */
const releaseMissing = 66;

/** Makes an earlier release live again; when its directory has gone, it is built again from its commit. */
export const rollbackStep: StepDefinition = {
  ...releaseStep,
  rebuild(job, step, performed) {
    if (performed.kind !== "exit" || performed.code !== releaseMissing) return undefined;
    return async (tx) => {
      const missing = job.deployment.release;
      const release = job.deployment.number;
      await tx
        .update(deployments)
        .set({ releaseRemovedAt: sql`now()` })
        .where(sql`${deployments.appId} = ${job.app.id} and ${deployments.release} = ${missing}`);
      await tx
        .update(deployments)
        .set({ release, releaseRemovedAt: null })
        .where(eq(deployments.id, job.deployment.id));
      await tx.delete(steps).where(sql`${steps.runId} = ${job.deployment.id} and ${steps.position} > ${step.position}`);
      await tx
        .update(steps)
        .set({ reason: `Release ${missing} is no longer on the server: it is built again from its commit.` })
        .where(eq(steps.id, step.id));
      await insertSteps(tx, job.deployment, await planSteps(tx, job.app, "full"), step.position + 1);
      job.deployment.release = release;
    };
  },
};
