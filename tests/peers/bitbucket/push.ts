import { createHmac, randomUUID } from "node:crypto";
import type { Change, Commit } from "../git-service/changes.ts";
import type { Outgoing } from "../git-service/dialect.ts";
import type { Hook, Repository, User } from "../git-service/model.ts";
import type { State } from "../git-service/state.ts";
import { commitShape, pageUrl, refShape, repositoryShape, repositoryUrl, userShape } from "./shapes.ts";

/** One delivery for the whole push, with a change for each branch and tag. */
export function push(state: State, repository: Repository, changes: Change[], pusher: User): Outgoing[] {
  const payload = {
    push: { changes: changes.map((change) => changePayload(state, repository, change)) },
    actor: userShape(state, pusher),
    repository: repositoryPayload(state, repository, pusher),
  };
  return [{ event: "repo:push", branch: null, payload }];
}

/** The five newest commits; `truncated` says that there are more. What was deleted has no `new`, what was made no `old`. */
function changePayload(state: State, repository: Repository, change: Change) {
  const side = (commit: Commit | null) => commit && refShape(state, repository, change.kind, change.name, commit);
  const newest = change.commits.toReversed().slice(0, 5);
  const url = repositoryUrl(state, repository);
  const range = `${change.after}..${change.before}`;
  return {
    old: side(change.beforeCommit),
    new: side(change.afterCommit),
    created: !change.beforeCommit,
    closed: !change.afterCommit,
    forced: change.isForced,
    commits: newest.map((commit) => commitShape(state, repository, commit)),
    truncated: change.commits.length > newest.length,
    links: {
      ...(change.beforeCommit && change.afterCommit ? { diff: { href: `${url}/diff/${range}` } } : {}),
      commits: { href: `${url}/commits?include=${change.after}&exclude=${change.before}` },
      html: { href: `${pageUrl(state, repository)}/branches/compare/${range}` },
    },
  };
}

function repositoryPayload(state: State, repository: Repository, pusher: User) {
  const { links, type, full_name, name, scm, is_private, uuid, owner, workspace, project, website } = repositoryShape(
    state,
    repository,
    pusher,
  );
  const shown = { self: links.self, html: links.html, avatar: links.avatar };
  return { type, full_name, name, scm, is_private, uuid, owner, workspace, project, website, links: shown };
}

export function sign(_: State, hook: Hook, { event }: Outgoing, body: string, id: string): Record<string, string> {
  const signature = hook.secret && `sha256=${createHmac("sha256", hook.secret).update(body).digest("hex")}`;
  return {
    "user-agent": "Bitbucket-Webhooks/2.0",
    "x-event-key": event,
    "x-hook-uuid": hook.uuid.slice(1, -1),
    "x-request-uuid": id,
    "x-attempt-number": "1",
    "x-event-time": new Date().toUTCString(),
    ...(signature ? { "x-hub-signature": signature } : {}),
  };
}

export const makeDeliveryId = () => randomUUID();

export const wants = (hook: Hook, { event }: Outgoing) => hook.isActive && hook.events.includes(event);
