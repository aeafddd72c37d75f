import { eq } from "drizzle-orm";
import { deployments } from "#db/schema/deployments.ts";
import { gitRequest } from "#lib/servers/remote.ts";
import { ownOrder, places, type StepDefinition } from "./step.ts";

/** Brings the exact commit into the release directory, and notes which one it was. */
export const fetchStep: StepDefinition = {
  order(job, step) {
    const { repository, access } = job.source;
    return ownOrder(step, {
      ...places(job),
      COMMIT: job.deployment.commit ?? job.deployment.wantedCommit ?? "",
      ...gitRequest(repository, access),
    });
  },
  landed(job, _, { code, facts }) {
    if (code !== 0 || !facts.commit) return undefined;
    const found = {
      commit: facts.commit,
      commitMessage: facts.subject ?? null,
      committer: facts.author ?? null,
      commitUrl: job.source.repository.commitUrl(facts.commit),
    };
    Object.assign(job.deployment, found);
    return (tx) => tx.update(deployments).set(found).where(eq(deployments.id, job.deployment.id));
  },
};
