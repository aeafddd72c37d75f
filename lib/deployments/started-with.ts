import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { steps } from "#db/schema/runs.ts";
import type { App } from "#lib/access/authorize.ts";
import { portFor } from "#lib/apps/port.ts";

/**
 * An app with what an earlier deployment started in the place of what it starts now: a later command may not be in that
 * release. One that is no service by now gets a port again. The app is locked by the caller.
 */
export async function startedWith(tx: Transaction, deploymentId: string, app: App): Promise<App> {
  const { command = "", processes = "[]" } = (await startedBy(tx, deploymentId)) ?? {};
  const then = { ...app, startCommand: command || null, processes: startedProcesses(processes) };
  if (then.startCommand === null || then.port !== null) return then;
  const port = await portFor(tx, then);
  await tx.update(apps).set({ port }).where(eq(apps.id, app.id));
  return { ...then, port };
}

/** The last time: a rollback whose release had gone has planned a start twice. */
async function startedBy(tx: Transaction, deploymentId: string): Promise<Record<string, string> | undefined> {
  const [then] = await tx
    .select({ input: steps.input })
    .from(steps)
    .where(and(eq(steps.runId, deploymentId), eq(steps.kind, "start"), eq(steps.isHook, false)))
    .orderBy(desc(steps.position))
    .limit(1);
  return then?.input;
}

const frozen = z.array(z.object({ name: z.string(), count: z.number(), command: z.string() }));

/** The processes in the input of a start. */
export function startedProcesses(text: string): App["processes"] {
  return frozen.parse(JSON.parse(text));
}
