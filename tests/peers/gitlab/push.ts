import { createHash, createHmac, randomUUID } from "node:crypto";
import { type Change, type Commit, nothing } from "../git-service/changes.ts";
import type { Outgoing } from "../git-service/dialect.ts";
import type { Delivery, Hook, Repository, User } from "../git-service/model.ts";
import type { State } from "../git-service/state.ts";
import { projectShape, titleOf, webUrl } from "./shapes.ts";

/** One event for each branch and tag, and none at all for branches (or tags) when more than three change in one push. */
export function push(state: State, repository: Repository, changes: Change[], pusher: User): Outgoing[] {
  const those = (kind: Change["kind"]) => changes.filter((change) => change.kind === kind);
  const told = [those("branch"), those("tag")].filter((group) => group.length <= 3).flat();
  return told.map((change) => ({
    event: change.kind === "tag" ? "Tag Push Hook" : "Push Hook",
    branch: change.kind === "branch" ? change.name : null,
    payload: pushPayload(state, repository, change, pusher),
  }));
}

function pushPayload(state: State, repository: Repository, change: Change, pusher: User) {
  const kind = change.kind === "tag" ? "tag_push" : "push";
  const shown = change.kind === "tag" ? [change.afterCommit].filter((commit) => commit !== null) : change.commits;
  return {
    object_kind: kind,
    event_name: kind,
    before: change.before,
    after: change.after,
    ref: change.ref,
    ref_protected: change.name === repository.defaultBranch,
    checkout_sha: change.after === nothing ? null : (change.afterCommit?.id ?? null),
    message: null,
    user_id: pusher.id,
    user_name: pusher.login,
    user_username: pusher.login,
    user_email: "",
    user_avatar: null,
    project_id: repository.id,
    project: projectPayload(state, repository),
    // The newest twenty; the count is of all.
    commits: shown.slice(-20).map((commit) => commitPayload(webUrl(state, repository), commit)),
    total_commits_count: shown.length,
    push_options: {},
    repository: repositoryPayload(state, repository),
  };
}

function projectPayload(state: State, repository: Repository) {
  const shape = projectShape(state, repository, null);
  return {
    id: repository.id,
    name: repository.name,
    description: null,
    web_url: shape.web_url,
    avatar_url: null,
    git_ssh_url: shape.ssh_url_to_repo,
    git_http_url: repository.cloneUrl,
    namespace: shape.namespace.name,
    visibility_level: repository.isPrivate ? 0 : 20,
    path_with_namespace: repository.path,
    default_branch: repository.defaultBranch,
    ci_config_path: null,
    homepage: shape.web_url,
    url: shape.ssh_url_to_repo,
    ssh_url: shape.ssh_url_to_repo,
    http_url: repository.cloneUrl,
  };
}

function repositoryPayload(state: State, repository: Repository) {
  const { web_url, ssh_url_to_repo } = projectShape(state, repository, null);
  return {
    name: repository.name,
    url: ssh_url_to_repo,
    description: null,
    homepage: web_url,
    git_http_url: repository.cloneUrl,
    git_ssh_url: ssh_url_to_repo,
    visibility_level: repository.isPrivate ? 0 : 20,
  };
}

function commitPayload(url: string, commit: Commit) {
  return {
    id: commit.id,
    message: `${commit.message}\n`,
    title: titleOf(commit),
    timestamp: commit.committer.date,
    url: `${url}/-/commit/${commit.id}`,
    author: { name: commit.author.name, email: commit.author.email },
    added: commit.added,
    modified: commit.modified,
    removed: commit.removed,
  };
}

/** The token as it is, and the signature of the Standard Webhooks specification where the hook has a signing token. */
export function sign(state: State, hook: Hook, outgoing: Outgoing, body: string, id: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const key = Buffer.from((hook.signingToken ?? "").replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return {
    "user-agent": "GitLab/19.5.0",
    "x-gitlab-event": outgoing.event,
    "x-gitlab-event-uuid": eventId(outgoing),
    "x-gitlab-webhook-uuid": hook.uuid.slice(1, -1),
    "x-gitlab-instance": state.url,
    "idempotency-key": id,
    ...(hook.secret ? { "x-gitlab-token": hook.secret } : {}),
    ...(hook.signingToken
      ? { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` }
      : {}),
  };
}

/** The same for all hooks that one event calls. */
function eventId({ payload }: Outgoing): string {
  const digest = createHash("sha256").update(JSON.stringify(payload)).digest("hex");
  return [8, 12, 16, 20, 32].map((end, index) => digest.slice([0, 8, 12, 16, 20][index], end)).join("-");
}

export const makeDeliveryId = () => randomUUID();

export function wants(hook: Hook, { event, branch }: Outgoing, now: number): boolean {
  if (hook.disabledUntil !== null && hook.disabledUntil > now) return false;
  const wanted = event === "Tag Push Hook" ? "tag_push_events" : "push_events";
  return hook.events.includes(wanted) && (branch === null || passes(hook.branchFilter, branch));
}

function passes(filter: string, branch: string): boolean {
  if (filter === "") return true;
  const parts = filter.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(branch);
}

/** Four failures in a row switch a hook off for a minute, each further one for twice as long, forty for good. */
export function afterDelivery(hook: Hook, { status }: Delivery, now: number): void {
  if (status >= 200 && status < 300) return void Object.assign(hook, { failures: 0, disabledUntil: null });
  hook.failures++;
  if (hook.failures < 4) return;
  const pause = Math.min(60_000 * 2 ** (hook.failures - 4), 24 * 3_600_000);
  hook.disabledUntil = hook.failures >= 40 ? Infinity : now + pause;
}
