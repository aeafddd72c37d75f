import type { GitHost } from "./git.ts";

/** Every way to reach a repository. A provider is loaded when it is used. */
export const git = {
  https: async () => (await import("./https.ts")).https,
  ssh: async () => (await import("./ssh.ts")).ssh,
} satisfies Record<string, () => Promise<GitHost>>;

export type GitProvider = keyof typeof git;

export const gitProviders = Object.keys(git) as GitProvider[];
