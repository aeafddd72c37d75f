import { and, eq, isNull } from "drizzle-orm";
import { apps } from "#db/schema/apps.ts";
import { ownOrder, places, type StepDefinition } from "./step.ts";

/** Ends what ran of the release before, once it has answered what it was asked; new processes take over from old ones. */
export const retireStep: StepDefinition = {
  isOwed: true,
  order(job, step) {
    return { ...ownOrder(step, { ...places(job), SERVICE: step.input.service ?? "" }), isCancellable: false };
  },
  landed(job, step, { code }) {
    if (code !== 0 || step.input.service) return undefined;
    // Nothing of it listens any more, so another app may have its port.
    return (tx) =>
      tx
        .update(apps)
        .set({ port: null })
        .where(and(eq(apps.id, job.app.id), isNull(apps.startCommand)));
  },
};
