import type { Actor } from "#lib/access/actor.ts";
import { may } from "#lib/access/grants.ts";
import { look } from "#lib/action.ts";

/** Users that hooks may run as; the first is the one that Devpilot signs in as, where this person may know it. */
export async function runAsChoices(actor: Actor, workspace: string, server: string): Promise<RunAsChoices> {
  if (!may(actor, "server.view", { serverId: server })) return { own: null, others: [] };
  const { username, runAsUsers } = await look("servers.find", workspace, { server });
  return { own: username, others: runAsUsers };
}

export interface RunAsChoices {
  own: string | null;
  others: string[];
}
