import type { Actor } from "#lib/access/actor.ts";
import { limit } from "#lib/access/limit.ts";

/** Counts a call to a git host that somebody makes us do: 30 a minute of a kind in a workspace. */
export async function limitTries({ workspaceId }: Actor, kind: string): Promise<void> {
  await limit(`integration-${kind}:${workspaceId}`, { tries: 30, seconds: 60 });
}
