/** Hosts that are known to show a commit, and where. A host's second name, for SSH over port 443, shows it too. */
const commitPages: Record<string, { site: string; commit: string }> = {
  "github.com": { site: "https://github.com", commit: "commit" },
  "ssh.github.com": { site: "https://github.com", commit: "commit" },
  "gitlab.com": { site: "https://gitlab.com", commit: "-/commit" },
  "altssh.gitlab.com": { site: "https://gitlab.com", commit: "-/commit" },
  "bitbucket.org": { site: "https://bitbucket.org", commit: "commits" },
  "altssh.bitbucket.org": { site: "https://bitbucket.org", commit: "commits" },
  "codeberg.org": { site: "https://codeberg.org", commit: "commit" },
};

/** The page of a commit, or null for a host whose pages are not known and for what is not a full commit id. */
export function commitUrlOf(host: string, path: string, commit: string): string | null {
  const page = Object.hasOwn(commitPages, host) ? commitPages[host] : undefined;
  if (!page || !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) return null;
  return `${page.site}/${path}/${page.commit}/${commit}`;
}
