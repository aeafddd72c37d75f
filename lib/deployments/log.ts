import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { readLog } from "#lib/runs/read-log.ts";
import { type Cursor, type News, watchRun } from "#lib/runs/watch.ts";

export const readDeploymentLogInput = z.strictObject({
  deployment: z.string(),
  /** The last line that the caller has. */
  afterLine: z.number().int().min(0, "A line number is 0 or more.").default(0),
});

/** Lines after a number, about 256 kB at a time. */
export async function readDeploymentLog(actor: Actor, input: z.infer<typeof readDeploymentLogInput>) {
  const { id, run } = await authorize(actor, "deployment.view", input.deployment);
  const chunks = await readLog(id, input.afterLine);
  return { lineCount: run.lineCount, status: run.status, chunks };
}

/** The complete log as text, read piece by piece. */
export async function* downloadDeploymentLog(actor: Actor, deployment: string): AsyncGenerator<string> {
  const { id } = await authorize(actor, "deployment.view", deployment);
  let line = 0;
  for (let chunks = await readLog(id, 0); chunks.length > 0; chunks = await readLog(id, line)) {
    for (const chunk of chunks) {
      yield `${chunk.lines.join("\n")}\n`;
      line = chunk.firstLine + chunk.lines.length - 1;
    }
  }
}

/** Follows log and state from a cursor; what a browser's event stream carries. */
export async function watchDeployment(
  actor: Actor,
  deployment: string,
  from: Cursor,
  signal: AbortSignal,
): Promise<AsyncGenerator<News>> {
  const { id } = await authorize(actor, "deployment.view", deployment);
  return watchRun(id, from, signal);
}
