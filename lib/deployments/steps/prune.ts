import { and, desc, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { db } from "#db/index.ts";
import { deployments } from "#db/schema/deployments.ts";
import type { Job } from "../job.ts";
import { ownOrder, places, type StepDefinition } from "./step.ts";

/** Removes old releases; never the live, the previous or a pinned one. */
export const pruneStep: StepDefinition = {
  mayFail: true,
  async order(job, step) {
    return ownOrder(step, { ...places(job), KEEP: (await releasesToKeep(job)).map(String) });
  },
  landed(job, _, { facts }) {
    const removed = (facts.removed ?? "").split(" ").map(Number).filter(isReleaseNumber);
    if (removed.length === 0) return undefined;
    return (tx) =>
      tx
        .update(deployments)
        .set({ releaseRemovedAt: sql`now()` })
        .where(
          and(
            eq(deployments.appId, job.app.id),
            inArray(deployments.release, removed),
            isNull(deployments.releaseRemovedAt),
          ),
        );
  },
};

async function releasesToKeep({ app, deployment }: Job): Promise<number[]> {
  const released = await db
    .select({ release: deployments.release, isPinned: deployments.isPinned })
    .from(deployments)
    .where(and(eq(deployments.appId, app.id), isNotNull(deployments.releasedAt)))
    .orderBy(desc(deployments.releasedAt));
  const newest = [...new Set(released.map((row) => row.release))].slice(0, Math.max(app.retainedReleases, 2));
  const pinned = released.filter((row) => row.isPinned).map((row) => row.release);
  return [...new Set([deployment.release, ...newest, ...pinned])];
}

/** Somebody else's directory may have a number of any length for its name. */
function isReleaseNumber(number: number): boolean {
  return Number.isInteger(number) && number > 0 && number < 2 ** 31;
}
