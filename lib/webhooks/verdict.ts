import type { Numbered } from "#lib/deployments/queue.ts";
import type { Candidate, Judgement } from "./judge.ts";

/** What became of a delivery. */
export interface Verdict {
  verdict: "deployed" | "joined" | "ignored";
  reason: string;
  deployment: string | null;
}

export const ignored = (reason: string): Verdict => ({ verdict: "ignored", reason, deployment: null });

/** The words for a push that is not deployed. */
export function notDeployed(
  judged: Exclude<Judgement, { kind: "deploy" }>,
  { commit }: Candidate,
  branch: string,
): Verdict {
  if (judged.kind === "gone") return ignored(`The branch ${branch} is gone from the git host.`);
  if (judged.kind === "older") return ignored("An old push: its commit was deployed before, and a newer one since.");
  const { by, head } = judged;
  const reason =
    commit === head
      ? `Duplicate: #${by.number} deploys this commit.`
      : `An older push: ${branch} is at ${brief(head)}, which #${by.number} deploys.`;
  return { verdict: "ignored", reason, deployment: by.id };
}

/** The words for a push that is deployed, or that goes along with one. */
export function deployedAs(
  judged: Extract<Judgement, { kind: "deploy" }>,
  { id, commit }: Candidate,
  { branch, queued, problem, isFound }: { branch: string; queued: Numbered; problem: string; isFound: boolean },
): Verdict {
  const deployment = queued.id;
  const by = `#${queued.number}`;
  if (id !== judged.lead.id) {
    const why = commit === judged.commit ? "which deploys this commit" : "a newer push";
    return { verdict: "joined", reason: `Joined to ${by}, ${why}.`, deployment };
  }
  const words = {
    head: `It is the head of ${branch}: ${by} deploys it.`,
    lagging: `${by} deploys it. The git host did not yet show it at the head of ${branch}.`,
    unknown: `${by} deploys it. Where ${branch} is now could not be asked: ${problem}`,
    moved: `${branch} has moved on to ${brief(judged.commit)} since: ${by} deploys that.`,
  };
  const found = isFound ? "No webhook told of this push: it was found by comparing branch heads. " : "";
  return { verdict: "deployed", reason: found + words[judged.why], deployment };
}

function brief(commit: string): string {
  return commit.slice(0, 7);
}
