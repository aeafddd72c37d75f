import { z } from "zod";
import type { Call } from "./call.ts";
import { deployment } from "./github-answers.ts";
import { partsOf, wishes } from "./github-wishes.ts";
import type { StatusReport } from "./service.ts";

/** A commit status and a GitHub deployment, whose id goes from report to report. */
export async function reportToGitHub(call: Call, path: string, report: StatusReport): Promise<string> {
  const wish = wishes.status(path);
  const description = report.description.slice(0, 140);
  const status = { state: commitStates[report.state], context: report.context, target_url: report.url, description };
  const commit = { ...partsOf(path), sha: report.commit };
  await call(wish, "POST /repos/{owner}/{repo}/statuses/{sha}", { ...commit, ...status }, () => null);
  const id = report.ref ?? (await findDeployment(call, path, report)) ?? (await makeDeployment(call, path, report));
  const step = { state: deploymentStates[report.state], log_url: report.url, description };
  const one = { ...partsOf(path), deployment_id: id };
  const route = "POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses";
  await call(wish, route, { ...one, ...step }, () => null);
  return id;
}

/** One that was made when the answer, or the status after it, was lost. */
function findDeployment(call: Call, path: string, { commit, context, url }: StatusReport): Promise<string | null> {
  const query = { ...partsOf(path), sha: commit, environment: context, per_page: 100 };
  return call(wishes.status(path), "GET /repos/{owner}/{repo}/deployments", query, ({ data }) => {
    const found = z.array(deployment).parse(data);
    return found.find(({ devpilot }) => devpilot === url)?.id ?? null;
  });
}

/** As it is: nothing is merged into the commit, and no other check has to be green first. */
function makeDeployment(
  call: Call,
  path: string,
  { commit, context, description, url }: StatusReport,
): Promise<string> {
  const input = {
    ...partsOf(path),
    ref: commit,
    environment: context,
    description: description.slice(0, 140),
    payload: { devpilot: url },
    auto_merge: false,
    required_contexts: [],
  };
  const take = ({ data }: { data: unknown }) => deployment.parse(data).id;
  return call(wishes.status(path), "POST /repos/{owner}/{repo}/deployments", input, take);
}

type States = Record<StatusReport["state"], string>;

/** There is no word for a cancelled one; GitHub's own checks show `error` for it. */
const commitStates: States = {
  pending: "pending",
  running: "pending",
  success: "success",
  failure: "failure",
  cancelled: "error",
};

const deploymentStates: States = {
  pending: "queued",
  running: "in_progress",
  success: "success",
  failure: "failure",
  cancelled: "inactive",
};
