import { z } from "zod";
import { db } from "#db/index.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { appFields } from "#lib/apps/fields.ts";
import { rereadApp } from "#lib/apps/find.ts";
import { holdApp } from "#lib/apps/lock.ts";
import { proposed } from "#lib/apps/proposed.ts";
import { platforms } from "#lib/platforms/index.ts";
import { applyProposal } from "./propose.ts";

export const choosePlatformInput = z.strictObject({
  app: z.string(),
  platform: appFields.platform,
  directory: appFields.directory.default(""),
});

/** For who knows better than what was detected, or where nothing was: begins with what the platform proposes. */
export async function choosePlatform(actor: Actor, input: z.infer<typeof choosePlatformInput>) {
  const { id } = await authorize(actor, "app.update", input.app);
  await authorize(actor, "pipeline.edit", input.app);
  const { platform, directory } = input;
  await db.transaction(async (tx) => {
    const fields = { ...proposed(platform), platform, directory, requiredVariables: [] };
    await applyProposal(tx, actor, await holdApp(tx, id), { fields, hooks: platforms[platform].hooks });
  });
  return rereadApp(id);
}
