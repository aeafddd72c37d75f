import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Workspace } from "#lib/access/authorize.ts";

export const findWorkspaceInput = z.strictObject({});

/** The workspace that the actor acts in. */
export async function findWorkspace(actor: Actor): Promise<Workspace> {
  return authorize(actor, "workspace.view");
}
