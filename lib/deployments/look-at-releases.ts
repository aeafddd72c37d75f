import type { App } from "#lib/access/authorize.ts";
import { type Inventory, listReleases } from "#lib/agent/releases.ts";
import { useServer } from "#lib/servers/open.ts";

interface Look {
  at: number;
  found: Promise<Inventory>;
}

/** A page draws itself anew with every news, and counting is work for a server: one look serves all for so long. */
const holdsMs = 15_000;
const mostKept = 200;

const looks = new Map<string, Look>();

/**
 * What of an app lies on its server, seen at most 15 s ago, and since the newest deployment and the last switch.
 * Throws what `useServer` and `listReleases` throw.
 */
export async function lookAtReleases(app: App, liveId: string | null): Promise<Inventory> {
  const key = [app.id, app.serverId, app.projectPath, app.lastNumber, liveId].join(" ");
  const known = looks.get(key);
  if (known && Date.now() - known.at < holdsMs) return known.found;
  const server = { workspaceId: app.workspaceId, id: app.serverId };
  const look = { at: Date.now(), found: useServer(server, (connection) => listReleases(connection, app.projectPath)) };
  keep(key, look);
  return look.found;
}

/** What could not be seen is asked again by the next. */
function keep(key: string, look: Look): void {
  looks.delete(key);
  looks.set(key, look);
  const [oldest] = looks.keys();
  if (looks.size > mostKept && oldest !== undefined) looks.delete(oldest);
  look.found.catch(() => looks.get(key) === look && looks.delete(key));
}
