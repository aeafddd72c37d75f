import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { db, type Transaction } from "#db/index.ts";
import { deployments } from "#db/schema/deployments.ts";
import { runs, steps } from "#db/schema/runs.ts";
import { servers } from "#db/schema/servers.ts";
import type { App, Server } from "#lib/access/authorize.ts";
import { missingVariables } from "#lib/apps/missing-variables.ts";
import { isStarted } from "#lib/apps/port.ts";
import { variableChangesSince, type VariableChanges } from "#lib/apps/variable-changes.ts";
import { Failure } from "#lib/failure.ts";
import { pipelineOf } from "#lib/pipelines/find.ts";
import type { Hook } from "#lib/pipelines/hook.ts";
import { liveOf } from "./enqueue.ts";
import { type Marks, marksOf } from "./marks.ts";
import { type PlannedStep, planSteps } from "./plan.ts";

/** What Devpilot itself knows of the next deployment of an app, all of it at one moment. */
export interface Snapshot {
  server: Server;
  steps: PlannedStep[];
  hooks: Hook[];
  marks: Marks;
  variables: VariableChanges;
  missing: string[];
  live: typeof deployments.$inferSelect | undefined;
  isStarted: boolean;
  /** The one that it would wait for. */
  before: { number: number } | undefined;
  /** The most memory that a build of it took lately. */
  peakBytes: number | null;
}

export async function takeSnapshot(app: App): Promise<Snapshot> {
  const once = { isolationLevel: "repeatable read", accessMode: "read only" } as const;
  return db.transaction(async (tx) => {
    const [server] = await tx.select().from(servers).where(eq(servers.id, app.serverId));
    if (!server || server.removedAt) throw new Failure("conflict", "The server of this app is gone. Choose another.");
    return {
      server,
      steps: await planSteps(tx, app, "full"),
      hooks: (await pipelineOf(tx, app.id)).hooks,
      marks: await marksOf(tx, app),
      variables: await variableChangesSince(app, tx),
      missing: await missingVariables(app, tx),
      live: await liveOf(tx, app.id),
      isStarted: await isStarted(tx, app.id),
      before: await openOne(tx, app),
      peakBytes: await peakOf(tx, app),
    };
  }, once);
}

async function openOne(tx: Transaction, { id }: App): Promise<{ number: number } | undefined> {
  const [last] = await tx
    .select({ number: deployments.number })
    .from(deployments)
    .innerJoin(runs, eq(runs.id, deployments.id))
    .where(and(eq(deployments.appId, id), inArray(runs.status, ["pending", "processing"])))
    .orderBy(desc(deployments.number))
    .limit(1);
  return last;
}

async function peakOf(tx: Transaction, { id }: App): Promise<number | null> {
  const recent = tx
    .select({ id: deployments.id })
    .from(deployments)
    .where(eq(deployments.appId, id))
    .orderBy(desc(deployments.number))
    .limit(5);
  const [found] = await tx
    .select({ peak: sql<string | null>`max((${steps.facts} ->> 'peak_bytes')::bigint)` })
    .from(steps)
    .where(inArray(steps.runId, recent));
  return found?.peak ? Number(found.peak) : null;
}
