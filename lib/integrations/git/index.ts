import type { HookDialect } from "./dialect.ts";
import type { GitHost } from "./git.ts";
import type { GitService } from "./service.ts";

/** Git hosts with an API: accounts that are connected by OAuth or by a token. A provider is loaded when it is used. */
export const services = {
  github: async () => (await import("./github.ts")).github,
  gitlab: async () => (await import("./gitlab.ts")).gitlab,
  bitbucket: async () => (await import("./bitbucket.ts")).bitbucket,
} satisfies Record<string, () => Promise<GitService>>;

/** Every way to reach a repository. */
export const git = {
  https: async () => (await import("./https.ts")).https,
  ssh: async () => (await import("./ssh.ts")).ssh,
  ...services,
} satisfies Record<string, () => Promise<GitHost>>;

/** How deliveries are signed and worded. Many hosts besides GitHub speak its dialect. */
export const dialects = {
  github: async () => (await import("./github-hook.ts")).githubHook,
  gitlab: async () => (await import("./gitlab-hook.ts")).gitlabHook,
  bitbucket: async () => (await import("./bitbucket-hook.ts")).bitbucketHook,
} satisfies Record<string, () => Promise<HookDialect>>;

export type GitProvider = keyof typeof git;
export type ServiceName = keyof typeof services;
export type DialectName = keyof typeof dialects;

export const gitProviders = Object.keys(git) as GitProvider[];
export const serviceNames = Object.keys(services) as ServiceName[];
export const dialectNames = Object.keys(dialects) as DialectName[];

export function isService(provider: string): provider is ServiceName {
  return Object.hasOwn(services, provider);
}
