import { createHmac, randomUUID } from "node:crypto";
import { type Change, type Commit, nothing } from "../git-service/changes.ts";
import type { Outgoing } from "../git-service/dialect.ts";
import type { Hook, Repository, User } from "../git-service/model.ts";
import type { State } from "../git-service/state.ts";
import { fullRepository, hookShape, ownerOf, simpleUser } from "./shapes.ts";

/** One push event for each ref, beside `create` and `delete`; no events for tags when more than three come at once. */
export function push(state: State, repository: Repository, changes: Change[], pusher: User): Outgoing[] {
  const tags = changes.filter(({ kind }) => kind === "tag").length;
  const told = tags > 3 ? changes.filter(({ kind }) => kind !== "tag") : changes;
  return told.flatMap((change) => {
    const branch = change.kind === "branch" ? change.name : null;
    const about = {
      repository: repositoryPayload(state, repository),
      ...organizationOf(state, repository),
      sender: simpleUser(state, pusher),
    };
    const ref = { ref: change.name, ref_type: change.kind, pusher_type: "user" };
    const created = { ...ref, master_branch: repository.defaultBranch, description: null, ...about };
    return [
      { event: "push", branch, payload: { ...pushPayload(state, repository, change, pusher), ...about } },
      ...(change.before === nothing ? [{ event: "create", branch, payload: created }] : []),
      ...(change.after === nothing ? [{ event: "delete", branch, payload: { ...ref, ...about } }] : []),
    ];
  });
}

function pushPayload(state: State, repository: Repository, change: Change, pusher: User) {
  const url = `${state.url}/${repository.path}`;
  const commits = change.commits.map((commit) => commitPayload(url, commit));
  return {
    ref: change.ref,
    before: change.before,
    after: change.after,
    created: change.before === nothing,
    deleted: change.after === nothing,
    forced: change.isForced,
    base_ref: null,
    compare: `${url}/compare/${change.before.slice(0, 12)}...${change.after.slice(0, 12)}`,
    commits,
    head_commit: change.afterCommit && commitPayload(url, change.afterCommit),
    pusher: { name: pusher.login, email: `${pusher.login}@example.com` },
  };
}

function commitPayload(url: string, commit: Commit) {
  return {
    id: commit.id,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: `${url}/commit/${commit.id}`,
    author: { name: commit.author.name, email: commit.author.email },
    committer: { name: commit.committer.name, email: commit.committer.email },
    added: commit.added,
    removed: commit.removed,
    modified: commit.modified,
  };
}

function organizationOf(state: State, repository: Repository) {
  const { type, login, id, node_id, avatar_url } = ownerOf(state, repository);
  if (type !== "Organization") return {};
  const url = `${state.url}/api/v3/orgs/${login}`;
  const kinds = { repos_url: "repos", events_url: "events", hooks_url: "hooks", issues_url: "issues" };
  const links = Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, `${url}/${kind}`]));
  const members = { members_url: `${url}/members{/member}`, public_members_url: `${url}/public_members{/member}` };
  return { organization: { login, id, node_id, url, ...links, ...members, avatar_url, description: "" } };
}

/** In a push the repository's moments are seconds, and its owner has a name. */
function repositoryPayload(state: State, repository: Repository) {
  const {
    permissions: _,
    network_count: __,
    subscribers_count: ___,
    ...shape
  } = fullRepository(state, repository, null);
  const owner = ownerOf(state, repository);
  return {
    ...shape,
    url: `${state.url}/${repository.path}`,
    owner: { name: owner.login, email: `${owner.login}@example.com`, ...owner },
    created_at: Math.floor(Date.parse(repository.createdAt) / 1000),
    pushed_at: Math.floor(Date.parse(repository.pushedAt) / 1000),
    stargazers: 0,
    master_branch: repository.defaultBranch,
  };
}

export function pingPayload(state: State, repository: Repository, hook: Hook, sender: User) {
  return {
    zen: "Keep it logically awesome.",
    hook_id: hook.id,
    hook: hookShape(state, repository, hook),
    repository: fullRepository(state, repository, null),
    sender: simpleUser(state, sender),
  };
}

export function sign(_: State, hook: Hook, outgoing: Outgoing, body: string, id: string): Record<string, string> {
  const digest = (algorithm: string, secret: string) =>
    `${algorithm}=${createHmac(algorithm, secret).update(body).digest("hex")}`;
  return {
    accept: "*/*",
    "user-agent": "GitHub-Hookshot/044aadd",
    "x-github-event": outgoing.event,
    "x-github-delivery": id,
    "x-github-hook-id": String(hook.id),
    "x-github-hook-installation-target-type": "repository",
    ...(hook.secret
      ? { "x-hub-signature": digest("sha1", hook.secret), "x-hub-signature-256": digest("sha256", hook.secret) }
      : {}),
  };
}

export const makeDeliveryId = () => randomUUID();

export function wants(hook: Hook, { event }: Outgoing): boolean {
  return hook.isActive && (event === "ping" || hook.events.includes("*") || hook.events.includes(event));
}
