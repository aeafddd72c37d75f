import { and, count, eq, sql } from "drizzle-orm";
import { newId } from "#db/columns.ts";
import type { Database, Transaction } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { deployments } from "#db/schema/deployments.ts";
import { leases, runs } from "#db/schema/runs.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { App } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { Failure } from "#lib/failure.ts";
import { wake } from "#lib/jobs/boss.ts";
import { announce } from "#lib/jobs/listen.ts";
import { insertSteps, type PlannedStep } from "./plan.ts";

const waitingLimit = 500;

type Row = typeof deployments.$inferInsert;

export type NewDeployment = Pick<Row, "trigger" | "branch"> &
  Partial<Pick<Row, "tag" | "wantedCommit" | "rollbackOf" | "retryOf" | "release" | keyof Fetched>>;

type Fetched = Pick<Row, "commit" | "commitMessage" | "committer" | "commitUrl">;

/** Which commit a release was made of, for another deployment that takes the release over. */
export function fetchedBy({ commit, commitMessage, committer, commitUrl }: Fetched): Fetched {
  return { commit, commitMessage, committer, commitUrl };
}

/** An app, locked until the transaction ends: numbers are given and waiting deployments replaced one after the other. */
export async function lockApp(tx: Transaction, app: Pick<App, "id">): Promise<App> {
  const [locked] = await tx.select().from(apps).where(eq(apps.id, app.id)).for("update");
  if (!locked || locked.removedAt) throw new Failure("not_found", "There is no such app.");
  return locked;
}

/** Writes run, deployment, steps, activity and wake-up together. The app is locked by the caller. */
export async function enqueue(
  tx: Transaction,
  actor: Actor,
  app: App,
  wanted: NewDeployment,
  steps: PlannedStep[],
): Promise<{ id: string; number: number }> {
  await refuseWhenFull(tx, app.workspaceId);
  const id = newId();
  const number = app.lastNumber + 1;
  const live = await liveOf(tx, app.id);
  await tx.update(apps).set({ lastNumber: number }).where(eq(apps.id, app.id));
  await tx.insert(leases).values({ resourceId: app.id, workspaceId: app.workspaceId }).onConflictDoNothing();
  await tx.insert(runs).values({
    id,
    workspaceId: app.workspaceId,
    kind: "deployment",
    resourceId: app.id,
    serverId: app.serverId,
  });
  await tx.insert(deployments).values({
    release: number,
    ...wanted,
    id,
    workspaceId: app.workspaceId,
    appId: app.id,
    number,
    triggeredBy: actor.label,
    triggeredByUserId: "userId" in actor ? actor.userId : null,
    replaces: live?.id ?? null,
  });
  await insertSteps(tx, { id, workspaceId: app.workspaceId }, steps);
  await record(
    tx,
    actor,
    "deployment.queued",
    { kind: "deployment", id, label: `${app.name} #${number}` },
    {
      trigger: wanted.trigger,
      branch: wanted.branch,
      tag: wanted.tag ?? null,
      commit: wanted.wantedCommit ?? null,
    },
  );
  await wake(tx, "deployments");
  await announce(tx, app.workspaceId);
  return { id, number };
}

export async function liveOf(tx: Database | Transaction, appId: string) {
  const [live] = await tx
    .select()
    .from(deployments)
    .where(and(eq(deployments.appId, appId), deployments.isLive));
  return live;
}

async function refuseWhenFull(tx: Transaction, workspaceId: string): Promise<void> {
  const [waiting] = await tx
    .select({ count: count() })
    .from(runs)
    .where(and(eq(runs.workspaceId, workspaceId), sql`${runs.status} = 'pending'`));
  if ((waiting?.count ?? 0) < waitingLimit) return;
  throw new Failure("too_many", `${waitingLimit} deployments are waiting already. Cancel some, or wait.`);
}
