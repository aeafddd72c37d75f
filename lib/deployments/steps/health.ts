import { eq } from "drizzle-orm";
import { deployments } from "#db/schema/deployments.ts";
import { ownOrder, places, type StepDefinition } from "./step.ts";

/** Asks the app itself, from its own server, whether it answers. */
export const healthStep: StepDefinition = {
  order(job, step) {
    return ownOrder(step, {
      ...places(job),
      URL: step.input.url ?? "",
      EXPECT: step.input.expectStatus ?? "200",
      WAIT: step.input.tries ?? "10",
    });
  },
  landed(job, _, { code, facts }) {
    const found = { health: code === 0 ? "healthy" : "unhealthy", healthDetail: facts.answered ?? null } as const;
    return (tx) => tx.update(deployments).set(found).where(eq(deployments.id, job.deployment.id));
  },
};
