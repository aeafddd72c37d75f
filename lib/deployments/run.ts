import { eq } from "drizzle-orm";
import { db } from "#db/index.ts";
import { isDatabaseAway } from "#db/is-away.ts";
import { runs } from "#db/schema/runs.ts";
import { systemActor } from "#lib/access/actor.ts";
import { record } from "#lib/activity/record.ts";
import { Failure } from "#lib/failure.ts";
import { toFailure } from "#lib/respond.ts";
import type { Hold } from "#lib/runs/hold.ts";
import { LeaseLost } from "#lib/runs/lease.ts";
import { beginRun, beginStep, endRun, endStep, type Step, type StepResult, stepsOf } from "#lib/runs/ledger.ts";
import type { Order } from "#lib/runs/outcome.ts";
import { performStep } from "#lib/runs/perform.ts";
import { rollBackUnhealthy } from "./auto-rollback.ts";
import { findTask, type Job, openJob, type Task } from "./job.ts";
import { judge } from "./judge.ts";
import { stepDefinition } from "./steps/index.ts";
import type { StepDefinition } from "./steps/step.ts";

/**
 * Runs a deployment from where its ledger stands to its end. What stops it in between (a lost lease, a worker that
 * ends, a database that is away) leaves it to the next runner; every other error ends it as Failed, in words.
 */
export async function runDeployment(hold: Hold): Promise<void> {
  const task = await findTask(hold);
  try {
    await beginRun(hold.lease);
    await runSteps(await openJob(task));
  } catch (error) {
    if (hold.stopped.aborted || error instanceof LeaseLost || isAway(error)) throw error;
    await end(task, "failed", toFailure(error).message);
  }
}

async function runSteps(job: Job): Promise<void> {
  for (;;) {
    const step = nextStep(await stepsOf(job.deployment.id));
    if (!step) return end(job, "completed", null);
    if (job.hold.cancelled.aborted && !isOwed(step)) return endCancelled(job);
    const result = await runStep(job, step);
    if (result.status === "cancelled") return endCancelled(job);
    if (result.status === "failed") return end(job, "failed", `${step.name}: ${result.reason}`);
  }
}

async function runStep(job: Job, step: Step): Promise<StepResult> {
  const definition = stepDefinition(step);
  const order = await orderOf(definition, job, step);
  if (order instanceof Failure) return refuse(job, step, order.message);
  const performed = await performStep(job.hold, job.host, step, order, job.redactor);
  const result = judge(step, performed);
  const landed = performed.kind === "exit" ? definition.landed?.(job, step, performed) : undefined;
  const rebuild = definition.rebuild?.(job, step, performed);
  if (rebuild) result.status = "skipped";
  await endStep(job.hold.lease, step, result, rebuild ?? landed);
  return result.status === "failed" && definition.mayFail ? { ...result, status: "completed" } : result;
}

/** What may run on the host is followed to its end there before anything is called cancelled, and a switch is completed. */
function isOwed(step: Step): boolean {
  return step.status === "processing" || stepDefinition(step).isOwed === true;
}

/** What to ask of the host, or why this can't be asked of it any more. */
async function orderOf(definition: StepDefinition, job: Job, step: Step): Promise<Order | Failure> {
  try {
    return await definition.order(job, step);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

async function refuse({ hold }: Job, step: Step, reason: string): Promise<StepResult> {
  const result = { status: "failed", reason } as const;
  await beginStep(hold.lease, step);
  await endStep(hold.lease, step, result);
  return result;
}

async function endCancelled(task: Task): Promise<void> {
  const [run] = await db.select().from(runs).where(eq(runs.id, task.deployment.id));
  await end(task, "cancelled", `Cancelled by ${run?.cancelRequestedBy ?? "Devpilot"}`);
}

async function end(task: Task, status: "completed" | "failed" | "cancelled", reason: string | null): Promise<void> {
  const { hold, app, deployment } = task;
  const label = `${app.name} #${deployment.number}`;
  await endRun(hold.lease, status, reason, async (tx) => {
    const subject = { kind: "deployment", id: deployment.id, label } as const;
    await record(tx, systemActor(app.workspaceId), `deployment.${status}`, subject, { reason });
    if (status === "failed") await rollBackUnhealthy(tx, app, deployment.id);
  });
}

/** The step to go on with: the one that may have begun, else the first that has not. */
function nextStep(steps: Step[]): Step | undefined {
  return steps.find((step) => step.status === "processing" || step.status === "pending");
}

/** A server that can't be found fails with codes like those of a database that can't be: a Failure is never the database. */
function isAway(error: unknown): boolean {
  return !(error instanceof Failure) && isDatabaseAway(error);
}
