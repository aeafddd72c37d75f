import { Failure, invalid } from "#lib/failure.ts";
import type { Facts } from "./facts.ts";
import type { Integration } from "./for-project.ts";
import type { GitAccess, GitRepository } from "./git/git.ts";
import { git, type GitProvider } from "./git/index.ts";
import { GitHostKeyChanged, lsRemote } from "./git/ls-remote.ts";
import { pinnedKeys } from "./pinned-keys.ts";
import { shownOrigin } from "./shown-origin.ts";

export interface Tried {
  repository: GitRepository;
  /** Lines of `known_hosts` that pin the host's key; null over HTTPS. */
  knownHosts: string | null;
}

/** Reads a repository's URL as this way to reach it does; throws beside `repositoryUrl`. */
export async function readUrl(provider: GitProvider, url: string): Promise<GitRepository> {
  const host = await git[provider]();
  try {
    return host.parse(url);
  } catch (error) {
    if (!(error instanceof Failure) || !error.fields.url) throw error;
    throw invalid("repositoryUrl", error.fields.url);
  }
}

/** Throws beside `repositoryUrl` for a repository on a host that the credential is not for. */
export function refuseOtherOrigin(integration: Integration, repository: GitRepository): void {
  if (repository.origin === integration.origin) return;
  const [own, other] = [shownOrigin(integration.origin), shownOrigin(repository.origin)];
  throw invalid("repositoryUrl", `${integration.name} is for ${own}, and this repository is on ${other}.`);
}

/** Reaches a repository with real git; a changed host key is told with both fingerprints. */
export async function tryRepository(repository: GitRepository, access: GitAccess, facts: Facts): Promise<Tried> {
  try {
    return { repository, knownHosts: (await lsRemote(repository, access)).knownHosts };
  } catch (error) {
    if (!(error instanceof GitHostKeyChanged)) throw error;
    throw new Failure("rejected", changedKey(repository.host, facts.knownHosts, error.presented), { cause: error });
  }
}

function changedKey(host: string, pinned: string | undefined, presented: string | null): string {
  return (
    `The host key of ${host} is not the pinned one. Pinned: ${named(pinned)}. It shows now: ${named(presented)}. ` +
    "Nothing was sent to it. If the host changed its key on purpose, remove this integration and connect it anew."
  );
}

function named(knownHosts: string | null | undefined): string {
  const keys = pinnedKeys(knownHosts).map(({ type, fingerprint }) => `${fingerprint} (${type})`);
  return keys.join(", ") || "no key";
}
