import { type GitLabCall, type GitLabState, wishes } from "./gitlab-api.ts";
import type { Refusal } from "./refusal.ts";
import type { StatusReport } from "./service.ts";
import { GitTrouble } from "./trouble.ts";

/** A commit status, https://docs.gitlab.com/api/commits/#set-commit-pipeline-status. */
export function reportToGitLab(call: GitLabCall, path: string, report: StatusReport): Promise<null> {
  const { commit, branch, context, description, url, state } = report;
  const facts = { name: context, ref: branch, targetUrl: url, description };
  return call<null>(
    wishes.status(path),
    async (api) => {
      await api.setStatus(path, commit, states[state], facts);
      return null;
    },
    { 400: alreadyThere },
  );
}

/** GitLab counts it as a mistake to be told a state once more, or an earlier one. */
function alreadyThere({ words }: Refusal): null {
  if (/cannot transition status/i.test(words ?? "")) return null;
  throw new GitTrouble("refused", `GitLab did not take the status. GitLab says: “${words ?? "no reason"}”`);
}

const states: Record<StatusReport["state"], GitLabState> = {
  pending: "pending",
  running: "running",
  success: "success",
  failure: "failed",
  cancelled: "canceled",
};
