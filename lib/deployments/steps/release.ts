import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "#db/index.ts";
import { deployments } from "#db/schema/deployments.ts";
import { systemActor } from "#lib/access/actor.ts";
import { record } from "#lib/activity/record.ts";
import type { Facts } from "#lib/runs/outcome.ts";
import type { Job } from "../job.ts";
import { ownOrder, places, type StepDefinition } from "./step.ts";

/** Switches the live release. What the host did and what the row says commit as one step. */
export const releaseStep: StepDefinition = {
  order(job, step) {
    return { ...ownOrder(step, { ...places(job), SERVICE: step.input.service ?? "" }), isCancellable: false };
  },
  landed(job, _, { facts }) {
    return facts.released === "yes" ? (tx) => makeLive(tx, job, switchOf(facts)) : undefined;
  },
};

type Switch = Pick<typeof deployments.$inferInsert, "switch" | "gapMs">;

/** How what runs was switched, as the server tells; what a web server serves has no switch of its own. */
function switchOf(facts: Facts): Switch {
  const found = (["handover", "restart"] as const).find((one) => one === facts.switch) ?? "none";
  const gap = Number(facts.gap_ms);
  return { switch: found, gapMs: found !== "none" && facts.gap_ms && isMilliseconds(gap) ? Math.round(gap) : null };
}

function isMilliseconds(gap: number): boolean {
  return gap >= 0 && gap < 2 ** 31;
}

async function makeLive(tx: Transaction, { app, deployment }: Job, how: Switch): Promise<void> {
  await tx
    .update(deployments)
    .set({ isLive: false })
    .where(and(eq(deployments.appId, app.id), deployments.isLive));
  await tx
    .update(deployments)
    .set({ isLive: true, releasedAt: sql`clock_timestamp()`, ...how })
    .where(eq(deployments.id, deployment.id));
  await record(tx, systemActor(app.workspaceId), "deployment.released", {
    kind: "deployment",
    id: deployment.id,
    label: `${app.name} #${deployment.number}`,
  });
}
