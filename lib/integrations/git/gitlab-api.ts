import type { Otherwise } from "./ask.ts";
import type { HostAnswer } from "./call.ts";
import type { Wish } from "./refusal.ts";

/** The calls of GitLab's API that Devpilot makes. What comes back is believed only after a look at its shape. */
export interface GitLabApi {
  user(): Promise<unknown>;
  /** The personal access token that asks. */
  ownToken(): Promise<unknown>;
  /** At most `size` projects of the person, by rising ids. */
  projectsAfter(id: number, size: number): Promise<unknown>;
  project(path: string): Promise<unknown>;
  branches(path: string): Promise<unknown>;
  branch(path: string, name: string): Promise<HostAnswer>;
  /** The newest first. */
  tags(path: string): Promise<unknown>;
  /** A page of all entries at a commit; `from` is what the link of the page before says. */
  treePage(path: string, commit: string, from: Record<string, string>): Promise<HostAnswer>;
  /** Without the file itself: its size is a header. */
  fileHead(path: string, name: string, commit: string): Promise<HostAnswer>;
  file(path: string, name: string, commit: string): Promise<unknown>;
  hooks(path: string): Promise<unknown>;
  addHook(path: string, url: string, settings: HookSettings): Promise<unknown>;
  editHook(path: string, id: number, url: string, settings: HookSettings): Promise<unknown>;
  removeHook(path: string, id: number): Promise<unknown>;
  setStatus(path: string, commit: string, state: GitLabState, facts: StatusFacts): Promise<unknown>;
}

/** Does one thing over the API. Throws GitTrouble. */
export type GitLabCall = <T>(
  wish: Wish,
  work: (api: GitLabApi) => Promise<T>,
  otherwise?: Otherwise<T>,
  headers?: Record<string, string>,
) => Promise<T>;

export type GitLabState = "pending" | "running" | "success" | "failed" | "canceled";

export interface StatusFacts {
  name: string;
  ref: string;
  targetUrl: string;
  description: string;
}

export type HookSettings = Record<string, string | boolean>;

export const wishes = {
  account: { what: "the account", needs: "the scope api" },
  repositories: { what: "the account's projects", needs: "the scope api" },
  repository: (path: string) => ({ what: path, needs: `access to ${path} and the scope api` }),
  hooks: (path: string) => ({
    what: `the webhooks of ${path}`,
    needs: `the role Maintainer or Owner in ${path} and the scope api`,
  }),
  status: (path: string) => ({
    what: `a status in ${path}`,
    needs: `the role Developer or more in ${path} and the scope api`,
  }),
};
