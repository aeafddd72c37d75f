import { eq } from "drizzle-orm";
import { deployments } from "#db/schema/deployments.ts";
import type { GitAccess } from "#lib/integrations/git/git.ts";
import type { Order } from "#lib/runs/outcome.ts";
import { ownOrder, places, type StepDefinition } from "./step.ts";

/** Brings the exact commit into the release directory, and notes which one it was. */
export const fetchStep: StepDefinition = {
  order(job, step) {
    const { repository, access } = job.source;
    return ownOrder(step, {
      ...places(job),
      COMMIT: job.deployment.commit ?? job.deployment.wantedCommit ?? "",
      URL: repository.url,
      ALLOW_HTTP: repository.url.startsWith("http:") ? "1" : "0",
      ...credentials(access),
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

function credentials(access: GitAccess): Order["header"] {
  if (access.kind === "basic") return { USERNAME: access.username, PASSWORD: access.password };
  if (access.kind === "key") return { PRIVATE_KEY: access.privateKey, KNOWN_HOSTS: access.knownHosts ?? "" };
  return {};
}
