import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { findOwn } from "./find-own.ts";
import { rereadIntegration } from "./rows.ts";

export const findIntegrationInput = z.strictObject({ integration: z.string() });

export async function findIntegration(actor: Actor, input: z.infer<typeof findIntegrationInput>) {
  await authorize(actor, "integration.manage");
  const { id } = await findOwn(actor.workspaceId, input.integration);
  return rereadIntegration(actor.workspaceId, id);
}
