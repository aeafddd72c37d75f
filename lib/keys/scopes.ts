import type { Scope } from "#lib/access/actor.ts";

/** What an API key may carry, and what each lets it do. */
export const scopes = {
  read: "See what its maker may see.",
  write: "Change projects, apps, pipelines, variables and settings.",
  deploy: "Deploy, cancel, retry and roll back.",
  manage_servers: "Connect, change and forget servers.",
} as const satisfies Record<Scope, string>;

export const scopeNames = Object.keys(scopes) as [Scope, ...Scope[]];
