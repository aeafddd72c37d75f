import { ownOrder, places, type StepDefinition } from "./step.ts";

/** Writes the shared `.env` and links it and the shared paths into the release. */
export const setupStep: StepDefinition = {
  order(job, step) {
    return ownOrder(step, {
      ...places(job),
      DOTENV: job.variables.length > 0 ? "write" : "keep",
      ENV: job.environment("run"),
      STORAGE: job.app.storagePaths,
    });
  },
};
