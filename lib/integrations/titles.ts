import type { GitProvider } from "./git/index.ts";

const titles: Record<GitProvider, string> = {
  github: "GitHub",
  gitlab: "GitLab",
  bitbucket: "Bitbucket",
  https: "Git over HTTPS",
  ssh: "Git over SSH",
};

/** A provider as people write it, without loading it. */
export function titleOf(provider: string): string {
  return Object.entries(titles).find(([name]) => name === provider)?.[1] ?? provider;
}
