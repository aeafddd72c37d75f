import { services, type ServiceName } from "#lib/integrations/git/index.ts";
import type { GitClient } from "#lib/integrations/git/service.ts";
import type { GitTrouble } from "#lib/integrations/git/trouble.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { startBitbucket } from "#tests/peers/bitbucket.ts";
import type { GitService, ServiceOptions } from "#tests/peers/git-service/service.ts";
import { startGitHub } from "#tests/peers/github.ts";
import { startGitLab } from "#tests/peers/gitlab.ts";
import { readBitbucketSpecification } from "#tests/support/bitbucket-swagger.ts";
import { readGitHubSpecification } from "#tests/support/github-openapi.ts";
import type { Specification } from "#tests/peers/git-service/specification.ts";

/** What each provider must keep beside what all must. A provider that is not described here fails the suite. */
export const hosts: Record<
  ServiceName,
  {
    start(options?: ServiceOptions): Promise<GitService>;
    /** Its official description, or in words why it can't be had here; null where none of this API is published. */
    specification(): Promise<Specification | string | null>;
    /** Scopes that do not reach hooks. */
    narrow: string[];
    commitUrl: string;
    /** Whether a repository can be archived there, and a hook switched off. */
    archives: boolean;
    switchesHooksOff: boolean;
    /** A failure, in the host's own statuses. */
    failed: string;
    /** Calls that reading 2,300 repositories may take. */
    calls: number;
    rightForHooks: RegExp;
    /** What the official description has wrong about the real answers. */
    misdescribed?: RegExp;
  }
> = {
  github: {
    start: startGitHub,
    specification: readGitHubSpecification,
    narrow: ["read:user"],
    commitUrl: "/commit/",
    archives: true,
    switchesHooksOff: true,
    failed: "failure",
    calls: 23,
    rightForHooks: /admin/,
  },
  gitlab: {
    start: startGitLab,
    specification: () => Promise.resolve(null),
    narrow: ["read_api", "read_repository"],
    commitUrl: "/-/commit/",
    archives: true,
    switchesHooksOff: false,
    failed: "failed",
    calls: 24,
    rightForHooks: /Maintainer or Owner/,
  },
  bitbucket: {
    start: startBitbucket,
    specification: readBitbucketSpecification,
    narrow: ["account", "repository"],
    commitUrl: "/commits/",
    archives: false,
    switchesHooksOff: true,
    failed: "FAILED",
    calls: 24,
    rightForHooks: /admin/,
    // An empty repository has no main branch, and the description knows no null; of a file it has no facts.
    misdescribed: /mainbranch must be object$|\/src\/[0-9a-f]{40}\/\S+ 200 must NOT have additional properties$/,
  },
};

/** A client as the product makes it. */
export async function clientOf(
  provider: ServiceName,
  host: GitService,
  token: string,
  isPersonal = false,
): Promise<GitClient> {
  const service = await services[provider]();
  return service.client({ origin: host.url, token: Secret.of(token), isPersonal });
}

/** How long a host asks to be left alone. */
export function secondsTo({ until }: GitTrouble): number {
  return until ? (until.getTime() - Date.now()) / 1000 : NaN;
}
