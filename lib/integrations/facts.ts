import type { Integration } from "./for-project.ts";

export const ways = ["oauth", "token", "basic", "key"] as const;

/** How an integration proves itself to its host. */
export type Way = (typeof ways)[number];

/** What is kept beside the credential and is not secret. */
export interface Facts {
  way: Way;
  username?: string;
  publicKey?: string;
  /** Lines of a `known_hosts` file: the keys of the git host that are pinned. */
  knownHosts?: string;
  /** The repository that it was last tried with. */
  repositoryUrl?: string;
}

export function factsOf({ facts }: Pick<Integration, "facts">): Facts {
  return { ...facts, way: ways.find((way) => way === facts.way) ?? (facts.publicKey ? "key" : "basic") };
}

/** As the database keeps them. */
export function storedFacts(facts: Facts): Record<string, string> {
  return { ...facts };
}
