import { z } from "zod";
import { db } from "#db/index.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { rereadApp } from "#lib/apps/find.ts";
import { holdApp } from "#lib/apps/lock.ts";
import { moveTo } from "./move.ts";
import { wizardStepNames } from "./steps.ts";

export const goToStepInput = z.strictObject({
  app: z.string(),
  step: z.enum(wizardStepNames, `Choose from ${wizardStepNames.join(", ")}.`),
});

/** Opens a step of the wizard, with those before it. What is skipped stays as it was proposed. */
export async function goToStep(actor: Actor, input: z.infer<typeof goToStepInput>) {
  const { id } = await authorize(actor, "app.update", input.app);
  await db.transaction(async (tx) => moveTo(tx, actor, await holdApp(tx, id), input.step));
  return rereadApp(id);
}
