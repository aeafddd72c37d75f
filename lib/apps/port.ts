import { and, desc, eq, inArray, isNotNull, ne, or } from "drizzle-orm";
import type { Transaction } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { deployments } from "#db/schema/deployments.ts";
import { steps } from "#db/schema/runs.ts";
import type { App } from "#lib/access/authorize.ts";
import { Failure, invalid } from "#lib/failure.ts";
import { lockMachine } from "./machine.ts";

const lowest = 4100;
/** Above it Linux takes ports for connections as they come. */
const highest = 32_767;

type Wanting = Pick<App, "id" | "workspaceId" | "serverId"> & { startCommand?: string | null; port?: number | null };

/**
 * The port of an app that is started: the one it has, or the lowest that no app of its machine has. An app that is not
 * started has none, and gives back the one it had once nothing of it runs there.
 */
export async function portFor(tx: Transaction, app: Wanting): Promise<number | null> {
  const had = app.port ?? null;
  if (!app.startCommand) return had !== null && (await mayRun(tx, app.id)) ? had : null;
  const taken = await portsOnMachine(tx, app);
  if (had !== null && !taken.has(had)) return had;
  for (let port = lowest; port <= highest; port++) if (!taken.has(port)) return port;
  throw new Failure("conflict", `The ports from ${lowest} to ${highest} of this server are all given to apps.`);
}

/** Throws beside `port` when another app of the machine has the one that this app is started on. */
export async function refuseSharedPort(tx: Transaction, app: Wanting): Promise<void> {
  if (app.port == null || !(await portsOnMachine(tx, app)).has(app.port)) return;
  throw invalid("port", `Another app has port ${app.port} there.`);
}

/** A removed app whose service was left to run keeps its port. */
async function portsOnMachine(tx: Transaction, { id, workspaceId, serverId }: Wanting): Promise<Set<number | null>> {
  const serverIds = await lockMachine(tx, workspaceId, serverId);
  const rows = await tx
    .select({ port: apps.port })
    .from(apps)
    .where(and(inArray(apps.serverId, serverIds), isNotNull(apps.port), ne(apps.id, id)));
  return new Set(rows.map(({ port }) => port));
}

/** Whether the live release of an app was started, whatever the app's settings say by now. */
export async function isStarted(tx: Transaction, appId: string): Promise<boolean> {
  const [started] = await tx
    .select({ id: steps.id })
    .from(steps)
    .innerJoin(deployments, eq(deployments.id, steps.runId))
    .where(and(eq(deployments.appId, appId), eq(deployments.isLive, true), eq(steps.kind, "start")))
    .limit(1);
  return started !== undefined;
}

/**
 * Whether something of an app runs on its server, or will by a deployment that is queued: what was started last has not
 * been ended since, live or not.
 */
export async function mayRun(tx: Transaction, appId: string): Promise<boolean> {
  const hasBegun = or(eq(steps.kind, "retire"), and(eq(steps.kind, "start"), ne(steps.status, "failed")));
  const [last] = await tx
    .select({ kind: steps.kind, status: steps.status, input: steps.input })
    .from(steps)
    .innerJoin(deployments, eq(deployments.id, steps.runId))
    .where(and(eq(deployments.appId, appId), eq(steps.isHook, false), ne(steps.status, "skipped"), hasBegun))
    .orderBy(desc(deployments.number), desc(steps.position))
    .limit(1);
  if (!last) return false;
  return last.kind === "start" || last.input.service === "1" || last.status !== "completed";
}
