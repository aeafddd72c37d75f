import { and, eq } from "drizzle-orm";
import type { Transaction } from "#db/index.ts";
import { steps } from "#db/schema/runs.ts";
import type { PlannedStep } from "./plan.ts";

/** Steps that start an earlier release as it was started then: a later command may not be in it. */
export async function startedWith(
  tx: Transaction,
  deploymentId: string,
  planned: PlannedStep[],
): Promise<PlannedStep[]> {
  const [then] = await tx
    .select({ input: steps.input })
    .from(steps)
    .where(and(eq(steps.runId, deploymentId), eq(steps.kind, "start"), eq(steps.isHook, false)))
    .limit(1);
  const { command, processes } = then?.input ?? {};
  if (command === undefined || processes === undefined) return planned;
  return planned.map((step) =>
    step.kind === "start" && !step.isHook ? { ...step, input: { ...step.input, command, processes } } : step,
  );
}
