import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "#db/index.ts";
import { db } from "#db/index.ts";
import { runs, steps } from "#db/schema/runs.ts";
import { announce } from "#lib/jobs/listen.ts";
import { type Lease, LeaseLost, underLease } from "./lease.ts";
import { movesTo, runMoves, type RunStatus, stepMoves, type StepStatus } from "./states.ts";

export type Step = typeof steps.$inferSelect;

/** What a part of a run says of itself when it ends. */
export interface StepResult {
  status: Extract<StepStatus, "completed" | "failed" | "cancelled" | "skipped">;
  exitCode?: number | null;
  reason?: string | null;
  /** What its host found out. */
  facts?: Record<string, string>;
}

type Write = (tx: Transaction) => Promise<unknown>;

export async function stepsOf(runId: string): Promise<Step[]> {
  return db.select().from(steps).where(eq(steps.runId, runId)).orderBy(asc(steps.position));
}

/** Pending → Processing. A run that another runner began stays as it is. */
export async function beginRun(lease: Lease): Promise<void> {
  await underLease(lease, async (tx) => {
    await tx
      .update(runs)
      .set({ status: "processing", startedAt: sql`now()` })
      .where(and(eq(runs.id, lease.runId), eq(runs.status, "pending")));
    await changed(tx, lease);
  });
}

/** Written before the host is told, so that a crash in between is seen as a step that may have begun. */
export async function beginStep(lease: Lease, step: Step): Promise<void> {
  if (step.status === "processing") return;
  await underLease(lease, async (tx) => {
    await moveStep(tx, step, "processing", { startedAt: sql`now()` });
    await changed(tx, lease);
  });
}

/** Ends a step; `also` commits with it what the step changed in the world, such as the live release. */
export async function endStep(lease: Lease, step: Step, result: StepResult, also?: Write): Promise<void> {
  await underLease(lease, async (tx) => {
    const { status, exitCode = null, reason = null, facts = {} } = result;
    await moveStep(tx, step, status, { exitCode, reason, facts, endedAt: sql`now()` });
    await also?.(tx);
    await changed(tx, lease);
  });
}

/** Ends a run; what never ran becomes Skipped in the same transaction, and what may still run ends with the run. */
export async function endRun(
  lease: Lease,
  to: Extract<RunStatus, "completed" | "failed" | "cancelled">,
  reason: string | null,
  also?: Write,
): Promise<void> {
  await underLease(lease, async (tx) => {
    await skipPending(tx, lease.runId);
    await tx
      .update(steps)
      .set({ status: "failed", reason, endedAt: sql`now()` })
      .where(and(eq(steps.runId, lease.runId), eq(steps.status, "processing")));
    const ended = await tx
      .update(runs)
      .set({ status: to, reason, endedAt: sql`now()` })
      .where(and(eq(runs.id, lease.runId), inArray(runs.status, movesTo(runMoves, to))))
      .returning({ id: runs.id });
    if (ended.length === 0) throw new LeaseLost();
    await also?.(tx);
    await changed(tx, lease);
  });
}

export async function skipPending(tx: Transaction, runId: string): Promise<void> {
  await tx
    .update(steps)
    .set({ status: "skipped" })
    .where(and(eq(steps.runId, runId), eq(steps.status, "pending")));
}

/** Counts a change of a run, and tells whoever watches it or its workspace. */
export async function changed(tx: Transaction, run: { runId: string; workspaceId: string }): Promise<void> {
  await tx
    .update(runs)
    .set({ version: sql`${runs.version} + 1` })
    .where(eq(runs.id, run.runId));
  await announce(tx, run.runId);
  await announce(tx, run.workspaceId);
}

async function moveStep(tx: Transaction, step: Step, to: StepStatus, set: Record<string, unknown>): Promise<void> {
  const moved = await tx
    .update(steps)
    .set({ ...set, status: to })
    .where(and(eq(steps.id, step.id), inArray(steps.status, movesTo(stepMoves, to))))
    .returning();
  if (!moved[0]) throw new LeaseLost();
  Object.assign(step, moved[0]);
}
