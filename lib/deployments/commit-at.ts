import type { App } from "#lib/access/authorize.ts";
import type { openSource } from "#lib/apps/open-source.ts";
import { listRemoteHeads } from "#lib/servers/remote.ts";

type Source = Awaited<ReturnType<typeof openSource>>;

/** The commit that a branch or tag leads to, as the app's server sees it now; null where there is no such name. */
export async function commitAt(
  { workspaceId, serverId: id }: App,
  { repository, access }: Source,
  { branch, tag }: { branch: string; tag: string | null },
): Promise<string | null> {
  const heads = await listRemoteHeads({ workspaceId, id }, repository, access);
  const named = tag === null ? heads.branches : heads.tags;
  return named.find(({ name }) => name === (tag ?? branch))?.commit ?? null;
}
