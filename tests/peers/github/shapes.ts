import type { Commit } from "../git-service/changes.ts";
import type { CommitStatus, Deployment, DeploymentStatus, Hook, Repository, User } from "../git-service/model.ts";
import type { State } from "../git-service/state.ts";
import { repositoryLinks, userLinks } from "./links.ts";

/** GitHub's own shapes, as its description and its recorded payloads have them. */

const api = (state: State) => `${state.url}/api/v3`;
export const nodeId = (kind: string, id: number | string) => Buffer.from(`${kind}:${id}`).toString("base64url");

const linksBelow = (root: string, links: Record<string, string>) =>
  Object.fromEntries(Object.entries(links).map(([name, path]) => [name, `${root}${path}`]));

export const apiOf = (state: State, repository: Repository) => `${api(state)}/repos/${repository.path}`;

export function simpleUser(state: State, { id, login }: { id: number; login: string }, type = "User") {
  return {
    login,
    id,
    node_id: nodeId(type, id),
    avatar_url: `${state.url}/avatars/u/${id}?v=4`,
    gravatar_id: "",
    ...linksBelow(`${api(state)}/users/${login}`, userLinks),
    html_url: `${state.url}/${login}`,
    type,
    user_view_type: "public",
    site_admin: false,
  };
}

export function ownerOf(state: State, repository: Repository) {
  const person = state.users.find((user) => user.login === repository.owner);
  return person ? simpleUser(state, person) : simpleUser(state, { id: 1, login: repository.owner }, "Organization");
}

/** `/user` as a token without the scope `user` sees it: `read:user` shows the private counts. */
export function ownUser(state: State, user: User, isPrivate: boolean) {
  const counts = { private_gists: 0, total_private_repos: 0, owned_private_repos: 0, disk_usage: 0, collaborators: 0 };
  return {
    ...simpleUser(state, user),
    name: user.login,
    company: null,
    blog: "",
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: "2020-01-01T00:00:00Z",
    updated_at: "2020-01-01T00:00:00Z",
    ...(isPrivate ? { ...counts, two_factor_authentication: true } : {}),
  };
}

export function fullRepository(state: State, repository: Repository, user: User | null) {
  const can = (access: "read" | "write" | "admin") => state.may(user, repository, access);
  return {
    id: repository.id,
    node_id: nodeId("Repository", repository.id),
    name: repository.name,
    full_name: repository.path,
    private: repository.isPrivate,
    owner: ownerOf(state, repository),
    html_url: `${state.url}/${repository.path}`,
    description: null,
    fork: false,
    ...linksBelow(apiOf(state, repository), repositoryLinks),
    created_at: repository.createdAt,
    updated_at: repository.pushedAt,
    pushed_at: repository.pushedAt,
    git_url: `git:${repository.cloneUrl.replace(/^\w+:/, "")}`,
    ssh_url: `git@${new URL(state.url).hostname}:${repository.path}.git`,
    clone_url: repository.cloneUrl,
    svn_url: `${state.url}/${repository.path}`,
    homepage: null,
    size: repository.isEmpty ? 0 : 12,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: true,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: repository.isArchived,
    disabled: false,
    open_issues_count: 0,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],

    visibility: repository.isPrivate ? "private" : "public",
    forks: 0,
    open_issues: 0,
    watchers: 0,
    default_branch: repository.defaultBranch,
    network_count: 0,
    subscribers_count: 1,
    custom_properties: {},
    permissions: { admin: can("admin"), maintain: can("admin"), push: can("write"), triage: can("write"), pull: true },
  };
}

export function commitShape(state: State, repository: Repository, commit: Commit) {
  const root = apiOf(state, repository);
  return {
    sha: commit.id,
    node_id: nodeId("Commit", commit.id),
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${root}/git/trees/${commit.tree}` },
      url: `${root}/git/commits/${commit.id}`,
      comment_count: 0,
      verification: { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null },
    },
    url: `${root}/commits/${commit.id}`,
    html_url: `${state.url}/${repository.path}/commit/${commit.id}`,
    comments_url: `${root}/commits/${commit.id}/comments`,
    author: null,
    committer: null,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${root}/commits/${sha}`,
      html_url: `${state.url}/${repository.path}/commit/${sha}`,
    })),
  };
}

export function reference(state: State, repository: Repository, ref: string, sha: string, type: string) {
  const url = `${apiOf(state, repository)}/git/${ref}`;
  const object = { sha, type, url: `${apiOf(state, repository)}/git/${type}s/${sha}` };
  return { ref, node_id: nodeId("Ref", `${repository.id}:${ref}`), url, object };
}

export function hookShape(state: State, repository: Repository, hook: Hook) {
  const url = `${apiOf(state, repository)}/hooks/${hook.id}`;
  return {
    type: "Repository",
    id: hook.id,
    name: "web",
    active: hook.isActive,
    events: hook.events,
    config: {
      content_type: hook.contentType,
      insecure_ssl: hook.insecureSsl ? "1" : "0",
      url: hook.url,
      ...(hook.secret ? { secret: "********" } : {}),
    },
    updated_at: hook.updatedAt,
    created_at: hook.createdAt,
    url,
    test_url: `${url}/test`,
    ping_url: `${url}/pings`,
    deliveries_url: `${url}/deliveries`,
    last_response: { code: hook.lastStatus, status: hook.lastStatus ? "active" : "unused", message: null },
  };
}

export function statusShape(state: State, repository: Repository, status: CommitStatus) {
  const creator = simpleUser(state, status.by);
  return {
    url: `${apiOf(state, repository)}/statuses/${status.sha}`,
    avatar_url: creator.avatar_url,
    id: status.id,
    node_id: nodeId("StatusContext", status.id),
    state: status.state,
    description: status.description,
    target_url: status.url,
    context: status.key,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    creator,
  };
}

export function deploymentShape(state: State, repository: Repository, deployment: Deployment) {
  const { id, sha, ref, task, payload, environment, description, createdAt, by } = deployment;
  const url = `${apiOf(state, repository)}/deployments/${id}`;
  return {
    url,
    id,
    node_id: nodeId("Deployment", id),
    sha,
    ref,
    task,
    payload,
    environment,
    description,
    original_environment: environment,
    creator: simpleUser(state, by),
    created_at: createdAt,
    updated_at: createdAt,
    statuses_url: `${url}/statuses`,
    repository_url: apiOf(state, repository),
    transient_environment: false,
    production_environment: environment === "production",
  };
}

export function deploymentStatusShape(
  state: State,
  repository: Repository,
  deployment: Deployment,
  status: DeploymentStatus,
) {
  const url = `${apiOf(state, repository)}/deployments/${deployment.id}`;
  return {
    url: `${url}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId("DeploymentStatus", status.id),
    state: status.state,
    creator: simpleUser(state, status.by),
    description: status.description,
    environment: status.environment,
    target_url: status.logUrl,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    deployment_url: url,
    repository_url: apiOf(state, repository),
    environment_url: status.environmentUrl,
    log_url: status.logUrl,
  };
}
