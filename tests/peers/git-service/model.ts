/** What a git host remembers. Every stand-in keeps the same things and shows them in its provider's own shapes. */

export type Provider = "github" | "gitlab" | "bitbucket";
export type Access = "read" | "write" | "admin";

export interface User {
  id: number;
  login: string;
  uuid: string;
}

export interface Repository {
  id: number;
  uuid: string;
  /** `acme/shop`; on GitLab also `acme/web/shop`. */
  path: string;
  /** The path without its last part: a person, an organisation, a group or a workspace. */
  owner: string;
  name: string;
  cloneUrl: string;
  members: Record<string, Access>;
  isPrivate: boolean;
  isArchived: boolean;
  isEmpty: boolean;
  defaultBranch: string;
  createdAt: string;
  pushedAt: string;
  /** The bare repository on disk, or null until somebody needs it: thousands of repositories are only names. */
  directory: string | null;
  hooks: Hook[];
  statuses: CommitStatus[];
  deployments: Deployment[];
}

export interface Hook {
  id: number;
  uuid: string;
  url: string;
  secret: string | null;
  /** GitLab's second kind of secret, `whsec_…`, which signs after the Standard Webhooks specification. */
  signingToken: string | null;
  events: string[];
  isActive: boolean;
  contentType: "json" | "form";
  insecureSsl: boolean;
  description: string;
  /** GitLab: the branches that it is called for, as a wildcard; empty for all. */
  branchFilter: string;
  /** GitLab: failures in a row. */
  failures: number;
  disabledUntil: number | null;
  lastStatus: number | null;
  createdAt: string;
  updatedAt: string;
}

export interface CommitStatus {
  id: number;
  sha: string;
  state: string;
  /** GitHub's context, GitLab's name, Bitbucket's key. */
  key: string;
  name: string | null;
  url: string | null;
  description: string | null;
  ref: string | null;
  by: User;
  createdAt: string;
}

export interface Deployment {
  id: number;
  sha: string;
  ref: string;
  environment: string;
  description: string | null;
  payload: unknown;
  task: string;
  by: User;
  createdAt: string;
  statuses: DeploymentStatus[];
}

export interface DeploymentStatus {
  id: number;
  state: string;
  description: string;
  logUrl: string;
  environmentUrl: string;
  environment: string;
  by: User;
  createdAt: string;
}

/** One attempt to call a hook. */
export interface Delivery {
  /** The id that the receiver sees: GitHub's GUID, GitLab's Idempotency-Key, Bitbucket's request UUID. */
  id: string;
  path: string;
  hookId: number;
  hookUrl: string;
  event: string;
  headers: Record<string, string>;
  body: string;
  /** 0 when nobody answered within 10 seconds. */
  status: number;
  /** What the receiver said. */
  answer: string;
}

/** One request that came in, of any kind: web page, OAuth, API or git. */
export interface ServiceRequest {
  method: string;
  path: string;
  query: string;
  status: number;
  /** Who asked, by a name for the token that reveals nothing: `nameOf(token)`; null without one. */
  token: string | null;
  /** The login that the token belongs to, dead or alive; null for an unknown one. */
  user: string | null;
}

/** What the service does to every request while it is set. */
export type Fault =
  | { kind: "429"; retryAfter?: number }
  /** GitHub's two ways to say so with 403: too fast (`retry-after`), and the hour's calls are used up (`x-ratelimit-reset`). */
  | { kind: "secondary"; retryAfter?: number }
  | { kind: "exhausted"; resetAfter?: number }
  | { kind: "500" }
  | { kind: "hang" }
  | { kind: "html" }
  | { kind: "cut" };
