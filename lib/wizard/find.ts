import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { appFields } from "#lib/apps/fields.ts";
import type { Detection } from "#lib/detection/detection.ts";
import { stepOf, type WizardStep } from "./steps.ts";
import { lastDetection } from "./stored-detections.ts";

export const findWizardInput = z.strictObject({
  app: z.string(),
  /** Of the repository; left out, where the app is. */
  directory: appFields.directory.optional(),
});

export interface Wizard {
  /** How far it came; null for an app without one. */
  step: WizardStep | null;
  /** What was found last in the directory; null when nobody looked there yet. */
  detection: Detection | null;
}

/** Where the wizard of an app stands, and what it knows of the repository without asking anybody. */
export async function findWizard(actor: Actor, input: z.infer<typeof findWizardInput>): Promise<Wizard> {
  const { id, wizardStep, directory } = await authorize(actor, "app.view", input.app);
  const detection = await lastDetection(id, input.directory ?? directory);
  return { step: wizardStep === null ? null : stepOf(wizardStep), detection };
}

export function wizardView({ step, detection }: Wizard): Wizard {
  return { step, detection };
}
