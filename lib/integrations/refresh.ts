import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { findOwn } from "./find-own.ts";
import { limitTries } from "./limit-tries.ts";
import { refreshToken } from "./refresh-token.ts";
import { rereadIntegration } from "./rows.ts";

export const refreshIntegrationInput = z.strictObject({ integration: z.string() });

/** Gets a new token from the host now, by hand. Throws `conflict` for what has none that can be refreshed. */
export async function refreshIntegration(actor: Actor, input: z.infer<typeof refreshIntegrationInput>) {
  await authorize(actor, "integration.manage");
  const integration = await findOwn(actor.workspaceId, input.integration);
  await limitTries(actor, "refresh");
  await refreshToken(integration, actor);
  return rereadIntegration(actor.workspaceId, integration.id);
}
