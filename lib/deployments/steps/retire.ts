import { ownOrder, places, type StepDefinition } from "./step.ts";

/** Ends what ran of the release before, once it has answered what it was asked; new processes take over from old ones. */
export const retireStep: StepDefinition = {
  order(job, step) {
    return { ...ownOrder(step, { ...places(job), SERVICE: step.input.service ?? "" }), isCancellable: false };
  },
};
