import type { Secret } from "#lib/secrets/secret.ts";
import type { GitHost } from "./git.ts";

/** How a host's OAuth is spoken (RFC 6749), and what is asked of it. */
export interface OAuthFacts {
  /** Below the origin, beginning with a slash. */
  authorizePath: string;
  tokenPath: string;
  /** How the client proves itself at the token endpoint. */
  clientAuth: "post" | "basic";
  /** The parameter of the token's answer that names the granted scopes, and what is between them. */
  grantedIn: "scope" | "scopes";
  scopes: readonly { name: string; reason: string }[];
  /** Where the operator registers an OAuth application, as an address below the origin. */
  registerPath: string;
  /** What to choose there, in a sentence or two. */
  registerHint: string;
}

/** A token that a person makes on the host and pastes, in place of OAuth. */
export interface TokenFacts {
  name: string;
  /** Where it is made, below the origin. */
  makePath: string;
  hint: string;
}

export interface Account {
  /** The host's stable id of the account. */
  subject: string;
  /** What the host calls it: its login or user name. */
  login: string;
  /** Null where the host does not tell. */
  scopes: string[] | null;
}

export interface RemoteRepository {
  remoteId: string;
  /** `acme/shop`. */
  path: string;
  /** Over HTTPS, without credentials. */
  cloneUrl: string;
  webUrl: string | null;
  defaultBranch: string | null;
  isPrivate: boolean;
  isArchived: boolean;
  isEmpty: boolean;
  /** Whether the account may manage webhooks there; null where the answer does not say. */
  isAdmin: boolean | null;
  activeAt: Date | null;
}

export interface RemoteBranch {
  name: string;
  commit: string;
}

/** Paths from the root, files only. Hosts tell of a limited number: then `isTruncated`. */
export interface RemoteTree {
  files: string[];
  isTruncated: boolean;
}

/** A webhook as it stands on the host. */
export interface RemoteHook {
  remoteId: string;
  url: string;
}

export interface HookWish {
  url: string;
  secret: Secret;
}

/** What a deployment became, as a host's commit status wants it. */
export interface StatusReport {
  commit: string;
  /** Or the tag. */
  branch: string;
  state: "pending" | "running" | "success" | "failure" | "cancelled";
  /** At most 140 characters. */
  description: string;
  /** The deployment's page. */
  url: string;
  /** Which app, to tell several of one repository apart: `devpilot/shop`. */
  context: string;
  /** What the report before answered, for hosts that keep one thing that changes. */
  ref: string | null;
}

/** One account on a git host, for as long as its token holds. Every method throws `GitTrouble`. */
export interface GitClient {
  account(): Promise<Account>;
  /** Page after page, organisations' and groups' included, in whatever order is quickest. */
  repositories(): AsyncIterable<RemoteRepository[]>;
  /** Throws `not_found` with the right that is missing in words. */
  repository(path: string): Promise<RemoteRepository>;
  /** All of them, in the host's order. */
  branches(path: string): Promise<RemoteBranch[]>;
  /**
   * The commit at a branch's head, null when there is no such branch. With the validator of an earlier answer, hosts
   * that know conditional requests answer `unchanged`, which most of them do not count.
   */
  head(path: string, branch: string, etag: string | null): Promise<Head | "unchanged">;
  /** All of them, the newest first where the host can sort. */
  tags(path: string): Promise<RemoteBranch[]>;
  /** What lies in the repository at a commit, without a clone. */
  tree(path: string, commit: string): Promise<RemoteTree>;
  /** One file of it as bytes; null where there is none, or one above `largest` bytes, which is 1 MB at most. */
  file(path: string, commit: string, name: string, largest: number): Promise<Buffer | null>;
  /** The page that shows a commit. */
  commitUrl(path: string, commit: string): string;
  /** Webhooks of this repository that lead to `url`. */
  hooksTo(path: string, url: string): Promise<RemoteHook[]>;
  /** Makes or mends the one hook that leads to the wish's URL: push events only, checked certificate, this secret. */
  putHook(path: string, wish: HookWish, remoteId: string | null): Promise<RemoteHook>;
  /** Nothing happens where it is gone already. */
  removeHook(path: string, remoteId: string): Promise<void>;
  /** Tells how a deployment goes; answers what the next report of it has to carry, or null. */
  report(path: string, status: StatusReport): Promise<string | null>;
}

export interface Head {
  commit: string | null;
  etag: string | null;
}

/** A git host with an API: accounts, repositories, webhooks, statuses. */
export interface GitService extends GitHost {
  /** As people write it: "GitHub". */
  readonly title: string;
  /** The public one: `https://github.com`. */
  readonly home: string;
  /** Whether companies run their own, at an origin of their own. */
  readonly isSelfHosted: boolean;
  /** Whether a conditional request that is answered `unchanged` counts against the account's limit. */
  readonly countsUnchanged?: true;
  readonly oauth: OAuthFacts;
  readonly token: TokenFacts | null;
  /** The scopes that are asked for and that `granted` does not cover, a wider one covering a narrower. */
  missingScopes(granted: readonly string[]): string[];
  client(options: { origin: string; token: Secret; isPersonal: boolean }): GitClient;
}

/** What the vault keeps for an account: the port's `access` makes git's user name and password of it. */
export interface TokenCredential {
  access_token: string;
  refresh_token: string | null;
  /** True for a token that a person made and pasted. */
  is_personal: boolean;
}
