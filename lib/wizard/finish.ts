import { eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { rereadApp } from "#lib/apps/find.ts";
import { holdApp } from "#lib/apps/lock.ts";
import { announce } from "#lib/jobs/listen.ts";

export const finishWizardInput = z.strictObject({ app: z.string() });

/** Ends the wizard of an app, wherever it stands; it asks for nothing more. */
export async function finishWizard(actor: Actor, input: z.infer<typeof finishWizardInput>) {
  const { id } = await authorize(actor, "app.update", input.app);
  await db.transaction(async (tx) => {
    const { name, wizardStep } = await holdApp(tx, id);
    if (wizardStep === null) return;
    await tx.update(apps).set({ wizardStep: null }).where(eq(apps.id, id));
    await record(tx, actor, "app.wizard_finished", { kind: "app", id, label: name });
    await announce(tx, actor.workspaceId);
  });
  return rereadApp(id);
}
