import { eq, sql } from "drizzle-orm";
import { afterAll } from "vitest";
import { db } from "#db/index.ts";
import { deployments } from "#db/schema/deployments.ts";
import { runs, steps } from "#db/schema/runs.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { startWorkers } from "#lib/processes/workers.ts";
import { readLog } from "#lib/runs/read-log.ts";
import { isOver } from "#lib/runs/states.ts";
import { makeStage, type StageOptions } from "#tests/support/make-stage.ts";

export type Stage = Awaited<ReturnType<typeof makeStage>>;

/** A stage for one test file; everything is gone when the file is done. */
export function setStage(options: StageOptions = {}): Promise<Stage> {
  return makeStage(afterAll, options);
}

/** A worker inside this process; `stop` drains it as SIGTERM would. */
export async function startWorker(): Promise<{ stop(): Promise<void> }> {
  const worker = await startWorkers();
  let isStopped = false;
  const stop = async (): Promise<void> => {
    if (!isStopped) await worker.stop();
    isStopped = true;
  };
  afterAll(stop);
  return { stop };
}

export async function deploy(
  { owner, app }: Pick<Stage, "owner" | "app">,
  input: { commit?: string; branch?: string; tag?: string } = {},
) {
  return queueDeployment(owner, { app: app.id, ...input });
}

/** Waits until a deployment has ended, and tells everything about it. */
export async function ended(id: string, timeoutSeconds = 60) {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const [run] = await db.select().from(runs).where(eq(runs.id, id));
    if (run && isOver(run.status)) return describe(id);
    if (Date.now() > deadline) throw new Error(`Not ended in time: ${JSON.stringify(await describe(id), null, 1)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until one step of a deployment has the status. */
export async function stepIs(id: string, name: string, status: string, timeoutSeconds = 30): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const rows = await db
      .select()
      .from(steps)
      .where(sql`${steps.runId} = ${id} and ${steps.name} = ${name}`);
    if (rows.some((row) => row.status === status)) return;
    if (Date.now() > deadline)
      throw new Error(`${name} is not ${status}: ${JSON.stringify(await describe(id), null, 1)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function describe(id: string) {
  const [run] = await db.select().from(runs).where(eq(runs.id, id));
  const [deployment] = await db.select().from(deployments).where(eq(deployments.id, id));
  const all = await db.select().from(steps).where(eq(steps.runId, id)).orderBy(steps.position);
  return {
    status: run?.status,
    reason: run?.reason ?? null,
    deployment,
    steps: all.map(({ name, status, reason, exitCode }) => ({ name, status, reason, exitCode })),
    log: await logOf(id),
  };
}

export async function logOf(id: string): Promise<string[]> {
  const lines: string[] = [];
  for (let chunks = await readLog(id, 0); chunks.length > 0; chunks = await readLog(id, lines.length)) {
    for (const chunk of chunks) lines.push(...chunk.lines);
  }
  return lines;
}
