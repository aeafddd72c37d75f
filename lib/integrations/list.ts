import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { ownOf } from "./find-own.ts";
import { integrationRows } from "./rows.ts";

export const listIntegrationsInput = z.strictObject({});

/** What the workspace connected, the oldest first. Credentials that were given with one app alone are not among it. */
export async function listIntegrations(actor: Actor, _: z.infer<typeof listIntegrationsInput>) {
  await authorize(actor, "integration.manage");
  return integrationRows(actor.workspaceId, ownOf(actor.workspaceId));
}
