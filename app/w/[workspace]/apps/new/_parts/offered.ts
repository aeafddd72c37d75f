import type { Actor } from "#lib/access/actor.ts";
import { look } from "#lib/action.ts";
import type { AccountChoice } from "../../_parts/accounts.ts";
import { projectChoices, type ServerChoice, serverChoices } from "../../_parts/choices.ts";
import type { Chosen } from "./chosen.ts";

export interface Offered {
  projects: readonly { id: string; name: string }[];
  servers: readonly ServerChoice[];
  /** The one that was chosen, or the only one; null as long as there is a choice. */
  project: { id: string; name: string } | null;
  /** Of that project. */
  accounts: readonly AccountChoice[];
  /** The one that was chosen; null for a repository by its URL. */
  account: AccountChoice | null;
}

/** What this person may make an app of. */
export async function offeredTo(actor: Actor, workspace: string, chosen: Chosen): Promise<Offered> {
  const [projects, servers] = await Promise.all([projectChoices(actor, workspace), serverChoices(actor, workspace)]);
  const project = projects.find(({ id }) => id === chosen.project) ?? (projects.length === 1 ? projects[0] : undefined);
  const accounts = project ? (await look("integrations.usable", workspace, { project: project.id })).data : [];
  const account = accounts.find(({ id }) => id === chosen.integration) ?? null;
  return { projects, servers, project: project ?? null, accounts, account };
}
