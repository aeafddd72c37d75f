import { eq } from "drizzle-orm";
import type { Transaction } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { App } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { Failure } from "#lib/failure.ts";
import { isReached, stepOf, type WizardStep } from "./steps.ts";

/** Notes that the wizard of an app, which is held, came as far as a step. It never goes back: what was reached stays open. */
export async function moveTo(tx: Transaction, actor: Actor, app: App, step: WizardStep): Promise<void> {
  if (isReached(step, reachedBy(app))) return;
  await tx.update(apps).set({ wizardStep: step }).where(eq(apps.id, app.id));
  await record(tx, actor, "app.wizard_moved", { kind: "app", id: app.id, label: app.name }, { step });
}

/** How far its wizard came. Throws `conflict` for an app without one. */
export function reachedBy({ name, wizardStep }: App): WizardStep {
  if (wizardStep !== null) return stepOf(wizardStep);
  throw new Failure(
    "conflict",
    `The set-up of ${name} is finished. What it decided can be changed on the app's pages.`,
  );
}
