import type { deployments } from "#db/schema/deployments.ts";
import type { Run } from "#lib/access/authorize.ts";
import type { Step } from "#lib/runs/ledger.ts";
import { isOver } from "#lib/runs/states.ts";

export interface DeploymentRow {
  deployment: typeof deployments.$inferSelect;
  run: Run;
  app: { id: string; name: string; projectId: string };
  server: { id: string; name: string };
  /** What a waiting one waits for: the number of the deployment before it, or null. */
  waitsFor: number | null;
}

export type DeploymentView = ReturnType<typeof deploymentView>;
export type StepView = ReturnType<typeof stepView>;

/** What of a deployment may leave. */
export function deploymentView({ deployment, run, app, server, waitsFor }: DeploymentRow) {
  return {
    id: deployment.id,
    number: deployment.number,
    app: { id: app.id, name: app.name },
    server: { id: server.id, name: server.name },
    status: run.status,
    reason: run.reason ?? (run.status === "pending" ? waitingSentence(waitsFor) : null),
    trigger: deployment.trigger,
    triggeredBy: deployment.triggeredBy,
    branch: deployment.branch,
    commit: deployment.commit ?? deployment.wantedCommit,
    commitMessage: deployment.commitMessage,
    committer: deployment.committer,
    commitUrl: deployment.commitUrl,
    release: deployment.release,
    isLive: deployment.isLive,
    isPinned: deployment.isPinned,
    releasedAt: deployment.releasedAt,
    releaseRemovedAt: deployment.releaseRemovedAt,
    health: deployment.health,
    healthDetail: deployment.healthDetail,
    rollbackOf: deployment.rollbackOf,
    retryOf: deployment.retryOf,
    replaces: deployment.replaces,
    createdAt: run.createdAt,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    durationMs: durationOf(run),
    cancelRequestedAt: isOver(run.status) ? null : run.cancelRequestedAt,
    lineCount: run.lineCount,
    version: run.version,
  };
}

export function stepView(step: Step) {
  return {
    id: step.id,
    position: step.position,
    stage: step.stage,
    kind: step.kind,
    isHook: step.isHook,
    name: step.name,
    runAs: step.runAs,
    status: step.status,
    reason: step.reason,
    exitCode: step.exitCode,
    startedAt: step.startedAt,
    endedAt: step.endedAt,
    durationMs: durationOf(step),
    isCut: step.isCut,
  };
}

function waitingSentence(waitsFor: number | null): string {
  return waitsFor === null ? "Waits for a free worker" : `Waits for #${waitsFor}`;
}

function durationOf({ startedAt, endedAt }: { startedAt: Date | null; endedAt: Date | null }): number | null {
  return startedAt && endedAt ? endedAt.getTime() - startedAt.getTime() : null;
}
