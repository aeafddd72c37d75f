import type { GitClient } from "#lib/integrations/git/service.ts";

/**
 * Takes a webhook away in a repository: what leads to its address and nothing else. Its number there is not asked for,
 * since the account may be on another host by now, where the same number is somebody else's.
 */
export async function takeAway(client: GitClient, path: string, url: string): Promise<void> {
  for (const { remoteId } of await client.hooksTo(path, url)) await client.removeHook(path, remoteId);
}
