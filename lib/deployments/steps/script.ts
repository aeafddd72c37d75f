import { guardOf } from "./guard.ts";
import { places, type StepDefinition } from "./step.ts";

/** The app's own install or build command. It is the user's: started once, and never again by Devpilot. */
export const scriptStep: StepDefinition = {
  order(job, step) {
    return {
      kind: "hook",
      header: {
        ...places(job),
        ...guardOf(job.app, step.kind),
        SCRIPT: step.input.script ?? "",
        ENV: job.environment("build"),
      },
      runAs: null,
      timeoutSeconds: step.timeoutSeconds,
      isCancellable: true,
      isRepeatable: false,
    };
  },
};
