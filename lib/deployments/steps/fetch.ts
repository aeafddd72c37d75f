import { and, eq } from "drizzle-orm";
import { db } from "#db/index.ts";
import { deployments } from "#db/schema/deployments.ts";
import { gitRequest } from "#lib/servers/remote.ts";
import type { Job } from "../job.ts";
import { ownOrder, places, type StepDefinition } from "./step.ts";

const longestMessage = 500;
const longestName = 200;

/** Brings the exact commit into the release directory, and notes which one it was. */
export const fetchStep: StepDefinition = {
  async order(job, step) {
    const { repository, access } = job.source;
    return ownOrder(step, {
      ...places(job),
      COMMIT: job.deployment.commit ?? job.deployment.wantedCommit ?? "",
      CHECK_BRANCH: (await mustBeOnBranch(job)) ? "1" : "0",
      OWN_BRANCH: job.app.branch,
      ...gitRequest(repository, access),
    });
  },
  landed(job, _, { code, facts }) {
    if (code !== 0 || !facts.commit) return undefined;
    const found = {
      commit: facts.commit,
      commitMessage: facts.subject?.slice(0, longestMessage) ?? null,
      committer: facts.author?.slice(0, longestName) ?? null,
      commitUrl: job.source.repository.commitUrl(facts.commit),
      ...(facts.branch && { branch: facts.branch }),
      ...(facts.tag && { tag: facts.tag }),
    };
    Object.assign(job.deployment, found);
    return (tx) => tx.update(deployments).set(found).where(eq(deployments.id, job.deployment.id));
  },
};

/**
 * A commit that somebody names may lie in a fork of the repository, and on no branch and no tag of ours. What a rollback
 * or a retry brings back was on its branch when it was fetched first, and may have left it since.
 */
async function mustBeOnBranch({ app, deployment }: Job): Promise<boolean> {
  const { trigger, wantedCommit } = deployment;
  if (wantedCommit === null) return false;
  if (trigger === "manual" || trigger === "push") return true;
  const [fetched] = await db
    .select({ id: deployments.id })
    .from(deployments)
    .where(and(eq(deployments.appId, app.id), eq(deployments.commit, wantedCommit)))
    .limit(1);
  return fetched === undefined;
}
