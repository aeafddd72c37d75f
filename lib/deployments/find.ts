import { eq } from "drizzle-orm";
import { z } from "zod";
import { deployments } from "#db/schema/deployments.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, notFound } from "#lib/access/authorize.ts";
import { stepsOf } from "#lib/runs/ledger.ts";
import { explainStep } from "./explain/explain-step.ts";
import { expectationsOf, expectedDuration, progressOf } from "./progress.ts";
import { rollbackProblem } from "./rollback.ts";
import { deploymentRows } from "./rows.ts";
import { can } from "./states.ts";
import { deploymentView, stepView } from "./view.ts";

export const findDeploymentInput = z.strictObject({ deployment: z.string() });

export type DeploymentDetail = Awaited<ReturnType<typeof findDeployment>>;

/** One deployment with its steps, its progress, and what can be done with it now. */
export async function findDeployment(actor: Actor, input: z.infer<typeof findDeploymentInput>) {
  const found = await authorize(actor, "deployment.view", input.deployment);
  const [row] = await deploymentRows(eq(deployments.id, found.id), 1);
  if (!row) throw notFound("deployment");
  const steps = await stepsOf(found.id);
  const explained = await Promise.all(steps.map(explainStep));
  const expected = await expectationsOf(found.appId);
  return {
    ...deploymentView(row),
    steps: explained.map((step) => stepView(step)),
    progress: found.run.status === "pending" ? 0 : progressOf(steps, expected),
    expectedMs: expectedDuration(steps, expected),
    canCancel: can("cancel", found.run.status),
    canRetry: can("retry", found.run.status),
    rollbackProblem: rollbackProblem(found),
  };
}
