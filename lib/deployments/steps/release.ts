import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "#db/index.ts";
import { deployments } from "#db/schema/deployments.ts";
import { systemActor } from "#lib/access/actor.ts";
import { record } from "#lib/activity/record.ts";
import type { Job } from "../job.ts";
import { ownOrder, places, type StepDefinition } from "./step.ts";

/** Switches the live release. What the host did and what the row says commit as one step. */
export const releaseStep: StepDefinition = {
  order(job, step) {
    return { ...ownOrder(step, places(job)), isCancellable: false };
  },
  landed(job, _, { facts }) {
    return facts.released === "yes" ? (tx) => makeLive(tx, job) : undefined;
  },
};

async function makeLive(tx: Transaction, { app, deployment }: Job): Promise<void> {
  await tx
    .update(deployments)
    .set({ isLive: false })
    .where(and(eq(deployments.appId, app.id), deployments.isLive));
  await tx
    .update(deployments)
    .set({ isLive: true, releasedAt: sql`clock_timestamp()` })
    .where(eq(deployments.id, deployment.id));
  await record(tx, systemActor(app.workspaceId), "deployment.released", {
    kind: "deployment",
    id: deployment.id,
    label: `${app.name} #${deployment.number}`,
  });
}
