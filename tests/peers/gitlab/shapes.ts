import type { Commit } from "../git-service/changes.ts";
import type { Access, CommitStatus, Hook, Repository, User } from "../git-service/model.ts";
import type { State } from "../git-service/state.ts";

/** GitLab's own shapes. It has no machine-readable description; documentation and recorded answers are the measure. */

const levels: Record<Access, number> = { read: 20, write: 30, admin: 40 };
const owner = 50;

export const webUrl = (state: State, repository: Repository) => `${state.url}/${repository.path}`;
const apiUrl = (state: State, repository: Repository) => `${state.url}/api/v4/projects/${repository.id}`;
const sshUrl = (state: State, repository: Repository) => `git@${new URL(state.url).hostname}:${repository.path}.git`;

/** GitLab's numbers for what a person may do, or null when they are no member. */
export function levelOf(user: User | null, repository: Repository): number | null {
  if (user && user.login === repository.owner) return owner;
  const access = user && repository.members[user.login];
  return access ? levels[access] : null;
}

export function userShape(state: State, user: User) {
  return {
    id: user.id,
    username: user.login,
    name: user.login,
    state: "active",
    locked: false,
    avatar_url: null,
    web_url: `${state.url}/${user.login}`,
    created_at: "2020-01-01T00:00:00.000Z",
    bio: "",
    location: "",
    public_email: null,
    skype: "",
    linkedin: "",
    twitter: "",
    discord: "",
    website_url: "",

    organization: "",
    job_title: "",
    pronouns: null,
    bot: false,
    followers: 0,
    following: 0,
    email: `${user.login}@example.com`,
    commit_email: `${user.login}@example.com`,
    can_create_group: true,
    can_create_project: true,
    two_factor_enabled: true,
    external: false,
  };
}

export function projectShape(state: State, repository: Repository, user: User | null) {
  const level = levelOf(user, repository);
  const group = repository.owner.split("/").at(-1) ?? repository.owner;
  const isPersonal = state.users.some(({ login }) => login === repository.owner);
  return {
    id: repository.id,
    description: null,
    name: repository.name,
    path: repository.name,
    path_with_namespace: repository.path,
    name_with_namespace: repository.path.replaceAll("/", " / "),
    created_at: repository.createdAt,
    default_branch: repository.isEmpty ? null : repository.defaultBranch,
    tag_list: [],
    topics: [],
    ssh_url_to_repo: sshUrl(state, repository),
    http_url_to_repo: repository.cloneUrl,
    web_url: webUrl(state, repository),
    readme_url: null,
    forks_count: 0,
    avatar_url: null,
    star_count: 0,
    last_activity_at: repository.pushedAt,
    namespace: {
      id: 1,
      name: group,
      path: group,
      kind: isPersonal ? "user" : "group",
      full_path: repository.owner,
      parent_id: null,
      avatar_url: null,
      web_url: `${state.url}/${repository.owner}`,
    },
    _links: { self: apiUrl(state, repository), repo_branches: `${apiUrl(state, repository)}/repository/branches` },
    empty_repo: repository.isEmpty,
    archived: repository.isArchived,
    visibility: repository.isPrivate ? "private" : "public",
    creator_id: 1,
    import_status: "none",
    open_issues_count: 0,
    ci_config_path: null,
    permissions: {
      project_access: level === null ? null : { access_level: level, notification_level: 3 },
      group_access: null,
    },
  };
}

export function commitShape(state: State, repository: Repository, commit: Commit) {
  return {
    id: commit.id,
    short_id: commit.id.slice(0, 8),
    created_at: commit.committer.date,
    parent_ids: commit.parents,
    title: titleOf(commit),
    message: commit.message,
    author_name: commit.author.name,
    author_email: commit.author.email,
    authored_date: commit.author.date,
    committer_name: commit.committer.name,
    committer_email: commit.committer.email,
    committed_date: commit.committer.date,
    trailers: {},
    extended_trailers: {},
    web_url: `${webUrl(state, repository)}/-/commit/${commit.id}`,
  };
}

export const titleOf = (commit: Commit) => commit.message.split("\n")[0] ?? "";

export function branchShape(state: State, repository: Repository, name: string, commit: Commit, user: User) {
  const isDefault = name === repository.defaultBranch;
  return {
    name,
    merged: false,
    protected: isDefault,
    developers_can_push: false,
    developers_can_merge: false,
    can_push: state.may(user, repository, isDefault ? "admin" : "write"),
    default: isDefault,
    web_url: `${webUrl(state, repository)}/-/tree/${name}`,
    commit: commitShape(state, repository, commit),
  };
}

export const hookEvents = [
  "push_events",
  "tag_push_events",
  "issues_events",
  "confidential_issues_events",
  "merge_requests_events",
  "note_events",
  "confidential_note_events",
  "job_events",
  "pipeline_events",
  "wiki_page_events",
  "deployment_events",
  "releases_events",
  "milestone_events",
  "feature_flag_events",
  "emoji_events",
  "resource_access_token_events",
];

/** Secrets never come back: only whether there are any. */
export function hookShape(state: State, repository: Repository, hook: Hook) {
  const isDisabled = hook.disabledUntil !== null && hook.disabledUntil > state.now();
  const alert = hook.disabledUntil === Infinity ? "disabled" : isDisabled ? "temporarily_disabled" : "executable";
  return {
    id: hook.id,
    url: hook.url,
    name: null,
    description: hook.description,
    created_at: hook.createdAt,
    project_id: repository.id,
    repository_update_events: false,
    enable_ssl_verification: !hook.insecureSsl,
    ...Object.fromEntries(hookEvents.map((event) => [event, hook.events.includes(event)])),
    push_events_branch_filter: hook.branchFilter,
    branch_filter_strategy: "wildcard",
    alert_status: alert,
    disabled_until:
      isDisabled && hook.disabledUntil !== Infinity ? new Date(hook.disabledUntil ?? 0).toISOString() : null,
    url_variables: [],
    custom_webhook_template: null,
    custom_headers: [],
    token_present: hook.secret !== null,
    signing_token_present: hook.signingToken !== null,
  };
}

export function statusShape(state: State, status: CommitStatus) {
  const { id, sha, ref, description, createdAt } = status;
  return {
    id,
    sha,
    ref,
    status: status.state,
    name: status.key,
    target_url: status.url,
    description,
    created_at: createdAt,
    started_at: null,
    finished_at: null,
    allow_failure: false,
    coverage: null,
    pipeline_id: 1,
    author: userShape(state, status.by),
  };
}
