import { createHash } from "node:crypto";
import type { Commit } from "../git-service/changes.ts";
import type { CommitStatus, Hook, Repository, User } from "../git-service/model.ts";
import type { State } from "../git-service/state.ts";

/** Bitbucket Cloud's own shapes, as its description and its recorded payloads have them. */

const api = (state: State) => `${state.url}/2.0`;
export const repositoryUrl = (state: State, { path }: Repository) => `${api(state)}/repositories/${path}`;
export const pageUrl = (state: State, { path }: Repository) => `${state.url}/${path}`;
const link = (href: string) => ({ href });

/** A workspace has its own id, the same in every answer. */
export function workspaceUuid(slug: string): string {
  const digits = createHash("md5").update(slug).digest("hex");
  return `{${[digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join("-")}}`;
}

export function userShape(state: State, user: User) {
  const id = encodeURIComponent(user.uuid);
  return {
    type: "user",
    uuid: user.uuid,
    account_id: `557058:${user.id}`,
    display_name: user.login,
    nickname: user.login,
    links: {
      self: link(`${api(state)}/users/${id}`),
      html: link(`${state.url}/${id}/`),
      avatar: link(`${state.url}/avatars/${user.id}.png`),
    },
  };
}

export function ownUser(state: State, user: User) {
  const more = { created_on: "2020-01-01T00:00:00.000000+00:00", account_status: "active", is_staff: false };
  return { ...userShape(state, user), ...more, username: user.login, has_2fa_enabled: true, location: null };
}

export function workspaceShape(state: State, slug: string, type = "workspace") {
  return {
    type,
    uuid: workspaceUuid(slug),
    name: slug,
    slug,
    links: {
      self: link(`${api(state)}/workspaces/${slug}`),
      html: link(`${state.url}/${slug}/`),
      avatar: link(`${state.url}/workspaces/${slug}/avatar/`),
    },
  };
}

export function repositoryShape(state: State, repository: Repository, user: User) {
  const [self, html] = [repositoryUrl(state, repository), pageUrl(state, repository)];
  const { host, hostname, protocol } = new URL(state.url);
  return {
    type: "repository",
    uuid: repository.uuid,
    full_name: repository.path,
    name: repository.name,
    slug: repository.name.toLowerCase(),
    description: "",
    scm: "git",
    website: null,
    language: "",
    size: repository.isEmpty ? 0 : 12_000,
    is_private: repository.isPrivate,
    has_issues: false,
    has_wiki: false,
    fork_policy: "no_public_forks",
    created_on: precise(repository.createdAt),
    updated_on: precise(repository.pushedAt),
    mainbranch: repository.isEmpty ? null : { type: "branch", name: repository.defaultBranch },
    owner: { type: "team", display_name: repository.owner, uuid: workspaceUuid(repository.owner), links: {} },
    workspace: workspaceShape(state, repository.owner),
    project: { type: "project", key: "PROJ", uuid: workspaceUuid(`${repository.owner}/PROJ`), name: "Project" },
    links: {
      self: link(self),
      html: link(html),
      avatar: link(`${html}/avatar`),
      hooks: link(`${self}/hooks`),
      commits: link(`${self}/commits`),
      clone: [
        // The name of who asks stands in the address, as in the real one.
        { name: "https", href: `${protocol}//${user.login}@${host}/${repository.path}.git` },
        { name: "ssh", href: `git@${hostname}:${repository.path}.git` },
      ],
    },
  };
}

const precise = (at: string) => at.replace(/Z$/, ".000000+00:00");

export function commitShape(state: State, repository: Repository, commit: Commit) {
  const url = repositoryUrl(state, repository);
  return {
    type: "commit",
    hash: commit.id,
    date: commit.author.date,
    message: `${commit.message}\n`,
    author: { type: "author", raw: `${commit.author.name} <${commit.author.email}>` },
    summary: { raw: `${commit.message}\n`, markup: "markdown", html: "" },
    parents: commit.parents.map((hash) => ({
      type: "commit",
      hash,
      links: { self: link(`${url}/commit/${hash}`), html: link(`${pageUrl(state, repository)}/commits/${hash}`) },
    })),
    links: {
      self: link(`${url}/commit/${commit.id}`),
      html: link(`${pageUrl(state, repository)}/commits/${commit.id}`),
    },
  };
}

export function refShape(state: State, repository: Repository, kind: "branch" | "tag", name: string, commit: Commit) {
  const url = repositoryUrl(state, repository);
  const places = kind === "branch" ? "branches" : "tags";
  const merging = {
    merge_strategies: ["merge_commit", "squash", "fast_forward"],
    default_merge_strategy: "merge_commit",
  };
  return {
    type: kind,
    name,
    target: commitShape(state, repository, commit),
    links: {
      self: link(`${url}/refs/${places}/${name}`),
      commits: link(`${url}/commits/${name}`),
      html: link(`${pageUrl(state, repository)}/${kind === "branch" ? "branch" : "commits/tag"}/${name}`),
    },
    ...(kind === "branch" ? merging : {}),
  };
}

export function hookShape(state: State, repository: Repository, hook: Hook) {
  return {
    type: "webhook_subscription",
    uuid: hook.uuid,
    url: hook.url,
    description: hook.description,
    active: hook.isActive,
    events: hook.events,
    subject_type: "repository",
    secret_set: hook.secret !== null,
    created_at: precise(hook.createdAt),
    source: null,
    read_only: false,
    skip_cert_verification: hook.insecureSsl,
    history_enabled: false,
    subject: {
      type: "repository",
      full_name: repository.path,
      name: repository.name,
      uuid: repository.uuid,
      links: { self: link(repositoryUrl(state, repository)), html: link(pageUrl(state, repository)) },
    },
    links: { self: link(`${repositoryUrl(state, repository)}/hooks/${encodeURIComponent(hook.uuid)}`) },
  };
}

export function statusShape(state: State, repository: Repository, status: CommitStatus) {
  const url = `${repositoryUrl(state, repository)}/commit/${status.sha}`;
  return {
    type: "build",
    key: status.key,
    state: status.state,
    name: status.name ?? status.key,
    description: status.description ?? "",
    url: status.url ?? "",
    ...(status.ref ? { refname: status.ref } : {}),
    created_on: precise(status.createdAt),
    updated_on: precise(status.createdAt),
    links: { self: link(`${url}/statuses/build/${status.key}`), commit: link(url) },
  };
}
