import type { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { createApp, createAppInput } from "#lib/apps/create.ts";
import { firstStep } from "./steps.ts";

export const beginWizardInput = createAppInput
  .pick({
    project: true,
    name: true,
    serverId: true,
    projectPath: true,
    repositoryUrl: true,
    branch: true,
    access: true,
  })
  .strict();

/** Makes an app of which nothing is settled but source and place: its wizard goes on with what was detected. */
export async function beginWizard(actor: Actor, input: z.infer<typeof beginWizardInput>) {
  const unsettled = { platform: "other", isActive: true, retainedReleases: 5, siteUrl: null, health: null } as const;
  return createApp(actor, { ...input, ...unsettled }, firstStep);
}
