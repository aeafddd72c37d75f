import { readCommit } from "../git-service/changes.ts";
import { type Answer, type Call, Refusal, type Route, textOf, userOf } from "../git-service/http.ts";
import type { CommitStatus, Deployment, Repository } from "../git-service/model.ts";
import { readRefs } from "../git-service/repository-on-disk.ts";
import { invalid, message, notFound, paged, repositoryOf } from "./answers.ts";
import { deploymentShape, deploymentStatusShape, statusShape } from "./shapes.ts";

const statusScopes = ["repo", "repo:status"];
const deploymentScopes = ["repo", "repo_deployment"];
const commitStates = ["error", "failure", "pending", "success"];
const deploymentStates = ["error", "failure", "inactive", "in_progress", "queued", "pending", "success"];

/** What is said back about a commit: statuses and deployments. */
export const deploymentRoutes: Route[] = [
  { method: "POST", path: "/repos/{owner}/{repo}/statuses/{sha}", scopes: statusScopes, handle: createStatus },
  { method: "GET", path: "/repos/{owner}/{repo}/deployments", scopes: deploymentScopes, handle: listDeployments },
  { method: "POST", path: "/repos/{owner}/{repo}/deployments", scopes: deploymentScopes, handle: createDeployment },
  {
    method: "POST",
    path: "/repos/{owner}/{repo}/deployments/{deployment}/statuses",
    scopes: deploymentScopes,
    handle: createDeploymentStatus,
  },
];

async function createStatus(call: Call): Promise<Answer> {
  const repository = repositoryOf(call, "write");
  const { input, state, params } = call;
  const description = textOf(input, "description");
  if (!commitStates.includes(String(input.state)))
    throw invalid({ resource: "Status", code: "custom", field: "state", message: "state is not included in the list" });
  if (description && description.length > 140)
    throw invalid({
      resource: "Status",
      code: "custom",
      message: "description is too long (maximum is 140 characters)",
    });
  const commit = await readCommit(await state.disk(repository), params.sha ?? "");
  if (!commit) throw new Refusal(message(422, `No commit found for SHA: ${params.sha}`));
  const status: CommitStatus = {
    id: state.nextId(),
    sha: commit.id,
    state: String(input.state),
    key: textOf(input, "context") ?? "default",
    name: null,
    url: textOf(input, "target_url"),
    description,
    ref: null,
    by: userOf(call),
    createdAt: state.timestamp(),
  };
  repository.statuses.push(status);
  return { status: 201, body: statusShape(state, repository, status) };
}

function listDeployments(call: Call): Answer {
  const repository = repositoryOf(call);
  const matches = (name: "sha" | "ref" | "environment") => (deployment: Deployment) =>
    !call.query.has(name) || call.query.get(name) === deployment[name];
  const found = repository.deployments.filter(
    (one) => matches("sha")(one) && matches("ref")(one) && matches("environment")(one),
  );
  return paged(call, found.toReversed(), (one) => deploymentShape(call.state, repository, one));
}

/** Unless told else, GitHub wants every status of the commit green first, and merges the default branch into the ref. */
async function createDeployment(call: Call): Promise<Answer> {
  const repository = repositoryOf(call, "write");
  const { input, state } = call;
  const ref = textOf(input, "ref");
  if (!ref) throw invalid({ resource: "Deployment", code: "missing_field", field: "ref" });
  const directory = await state.disk(repository);
  const refs = await readRefs(directory);
  const sha = refs.get(`refs/heads/${ref}`) ?? refs.get(`refs/tags/${ref}`) ?? ref;
  const commit = await readCommit(directory, sha);
  if (!commit) throw new Refusal(message(422, `No ref found for: ${ref}`));
  const contexts = Array.isArray(input.required_contexts) ? input.required_contexts : null;
  if (!isGreen(repository, commit.id, contexts))
    throw new Refusal(message(409, `Conflict: Commit status checks failed for ${ref}.`));
  const deployment: Deployment = {
    id: state.nextId(),
    sha: commit.id,
    ref,
    environment: textOf(input, "environment") ?? "production",
    description: textOf(input, "description"),
    payload: input.payload ?? {},
    task: textOf(input, "task") ?? "deploy",
    by: userOf(call),
    createdAt: state.timestamp(),
    statuses: [],
  };
  repository.deployments.push(deployment);
  return { status: 201, body: deploymentShape(state, repository, deployment) };
}

function isGreen(repository: Repository, sha: string, contexts: unknown[] | null): boolean {
  const latest = new Map(repository.statuses.filter((one) => one.sha === sha).map(({ key, state }) => [key, state]));
  const wanted = contexts ?? [...latest.keys()];
  return wanted.every((context) => latest.get(String(context)) === "success");
}

function createDeploymentStatus(call: Call): Answer {
  const repository = repositoryOf(call, "write");
  const { input, state, params } = call;
  const deployment = repository.deployments.find(({ id }) => String(id) === params.deployment);
  if (!deployment) throw notFound();
  if (!deploymentStates.includes(String(input.state)))
    throw invalid({ resource: "DeploymentStatus", code: "invalid", field: "state" });
  const description = textOf(input, "description") ?? "";
  if (description.length > 140)
    throw invalid({ resource: "DeploymentStatus", code: "custom", message: "description is too long" });
  const status = {
    id: state.nextId(),
    state: String(input.state),
    description,
    logUrl: textOf(input, "log_url") ?? textOf(input, "target_url") ?? "",
    environmentUrl: textOf(input, "environment_url") ?? "",
    environment: textOf(input, "environment") ?? deployment.environment,
    by: userOf(call),
    createdAt: state.timestamp(),
  };
  deployment.statuses.push(status);
  return { status: 201, body: deploymentStatusShape(state, repository, deployment, status) };
}
