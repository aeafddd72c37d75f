import type { App } from "#lib/access/authorize.ts";
import { openSource } from "#lib/apps/open-source.ts";
import { listRemoteHeads } from "#lib/servers/remote.ts";

/** The commit that a branch or tag leads to, as the app's server sees it now; null where there is no such name. */
export async function commitAt(app: App, { branch, tag }: { branch: string; tag: string | null }) {
  const { repository, access } = await openSource(app);
  const heads = await listRemoteHeads({ workspaceId: app.workspaceId, id: app.serverId }, repository, access);
  const named = tag === null ? heads.branches : heads.tags;
  return named.find(({ name }) => name === (tag ?? branch))?.commit ?? null;
}
