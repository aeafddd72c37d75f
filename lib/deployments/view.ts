import { z } from "zod";
import type { deployments } from "#db/schema/deployments.ts";
import type { Run } from "#lib/access/authorize.ts";
import { view } from "#lib/api/view.ts";
import type { Step } from "#lib/runs/ledger.ts";
import { isOver } from "#lib/runs/states.ts";
import type { FailureDetail } from "./explain/explain-step.ts";

export interface DeploymentRow {
  deployment: typeof deployments.$inferSelect;
  run: Run;
  app: { id: string; name: string; projectId: string };
  server: { id: string; name: string };
  /** What a waiting one waits for: the number of the deployment before it, or null. */
  waitsFor: number | null;
}

const moment = z.date().nullable();
const statuses = ["pending", "processing", "completed", "failed", "cancelled"] as const;

const shape = {
  id: z.string(),
  number: z.number(),
  app: z.object({ id: z.string(), name: z.string() }),
  server: z.object({ id: z.string(), name: z.string() }),
  status: z.enum(statuses),
  /** Why it failed or was cancelled, or what it waits for. */
  reason: z.string().nullable(),
  trigger: z.enum(["manual", "push", "rollback", "retry"]),
  triggeredBy: z.string(),
  /** Empty for a tag, and for a commit that was asked for without one until it is known where it lies. */
  branch: z.string(),
  /** Deployed by its name, or where the commit was found. */
  tag: z.string().nullable(),
  commit: z.string().nullable(),
  commitMessage: z.string().nullable(),
  committer: z.string().nullable(),
  commitUrl: z.string().nullable(),
  /** The directory under `deployments/` on the server. */
  release: z.number(),
  isLive: z.boolean(),
  isPinned: z.boolean(),
  /** When it went live, which is a fact apart from its status. */
  releasedAt: moment,
  releaseRemovedAt: moment,
  /** How what runs was switched to it, and for how many milliseconds nothing answered on its port. */
  switch: z.enum(["none", "handover", "restart"]).nullable(),
  gapMs: z.number().nullable(),
  health: z.enum(["unknown", "healthy", "unhealthy"]),
  healthDetail: z.string().nullable(),
  rollbackOf: z.string().nullable(),
  retryOf: z.string().nullable(),
  replaces: z.string().nullable(),
  createdAt: z.date(),
  startedAt: moment,
  endedAt: moment,
  durationMs: z.number().nullable(),
  cancelRequestedAt: moment,
  lineCount: z.number(),
  version: z.number(),
};

const stepShape = {
  id: z.string(),
  position: z.number(),
  stage: z.string(),
  kind: z.string(),
  isHook: z.boolean(),
  name: z.string(),
  runAs: z.string().nullable(),
  status: z.enum([...statuses, "skipped"]),
  reason: z.string().nullable(),
  exitCode: z.number().nullable(),
  startedAt: moment,
  endedAt: moment,
  durationMs: z.number().nullable(),
  isCut: z.boolean(),
  /** Of a failed one: why it likely failed, what to do about it, and what speaks for that. */
  explanation: z.object({ cause: z.string(), next: z.string(), evidence: z.array(z.string()) }).nullable(),
  /** Of a failed one: how its log ends. */
  lastLines: z.array(z.string()),
};

/** What of a deployment may leave. */
export const deploymentView = view(shape, ({ deployment, run, app, server, waitsFor }: DeploymentRow) => ({
  ...deployment,
  app,
  server,
  status: run.status,
  reason: run.reason ?? (run.status === "pending" ? waitingSentence(waitsFor) : null),
  commit: deployment.commit ?? deployment.wantedCommit,
  createdAt: run.createdAt,
  startedAt: run.startedAt,
  endedAt: run.endedAt,
  durationMs: durationOf(run),
  cancelRequestedAt: isOver(run.status) ? null : run.cancelRequestedAt,
  lineCount: run.lineCount,
  version: run.version,
}));

export const stepView = view(stepShape, (step: Step & FailureDetail) => ({ ...step, durationMs: durationOf(step) }));

/** One deployment with its steps, and what can be done with it now. */
export const deploymentDetailView = view({
  ...shape,
  steps: z.array(z.object(stepShape)),
  /** Per cent, by what its steps took lately. */
  progress: z.number(),
  expectedMs: z.number(),
  canCancel: z.boolean(),
  canRetry: z.boolean(),
  /** Why it can't be rolled back to; null when it can. */
  rollbackProblem: z.string().nullable(),
});

export type DeploymentView = ReturnType<typeof deploymentView>;
export type StepView = ReturnType<typeof stepView>;

function waitingSentence(waitsFor: number | null): string {
  return waitsFor === null ? "Waits for a free worker" : `Waits for #${waitsFor}`;
}

function durationOf({ startedAt, endedAt }: { startedAt: Date | null; endedAt: Date | null }): number | null {
  return startedAt && endedAt ? endedAt.getTime() - startedAt.getTime() : null;
}
