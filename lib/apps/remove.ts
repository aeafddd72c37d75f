import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "#db/index.ts";
import { apps, hooks, variables } from "#db/schema/apps.ts";
import { grants } from "#db/schema/grants.ts";
import type { Actor } from "#lib/access/actor.ts";
import { type App, authorize } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { Failure } from "#lib/failure.ts";
import { announce } from "#lib/jobs/listen.ts";
import { stopService } from "#lib/servers/stop-service.ts";
import { forgetCredential } from "./credential.ts";
import { holdApp, isBusy } from "./lock.ts";
import { mayRun } from "./port.ts";

export const removeAppInput = z.strictObject({
  app: z.string(),
  /** End what runs of it on its server first. */
  stopService: z.boolean().default(false),
});

/** Takes an app out of Devpilot with its variables and credentials. Its history stays, and so do its files on the server. */
export async function removeApp(actor: Actor, input: z.input<typeof removeAppInput>): Promise<void> {
  const app = await authorize(actor, "app.remove", input.app);
  await db.transaction((tx) => holdIdle(tx, app));
  if (input.stopService) await stop(app);
  await db.transaction((tx) => forget(tx, actor, app, input.stopService ?? false));
}

async function holdIdle(tx: Transaction, app: App): Promise<App> {
  const held = await holdApp(tx, app.id);
  if (!(await isBusy(tx, app.id))) return held;
  throw new Failure("conflict", `A deployment of ${held.name} waits or runs. Cancel it, or wait until it ends.`);
}

async function stop({ id, name, workspaceId, serverId }: App): Promise<void> {
  try {
    await stopService({ workspaceId, id: serverId }, id);
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause;
    const words = `The service of ${name} could not be stopped: ${cause.message}`;
    throw new Failure(cause.kind, `${words} Remove the app without that, or try again.`, { cause });
  }
}

/** A service that was left to run keeps its port. */
async function forget(tx: Transaction, actor: Actor, app: App, isStopped: boolean): Promise<void> {
  const held = await holdIdle(tx, app);
  const runsOn = !isStopped && (await mayRun(tx, app.id));
  for (const table of [variables, hooks, grants]) await tx.delete(table).where(eq(table.appId, app.id));
  await forgetCredential(tx, held.integrationId);
  await tx
    .update(apps)
    .set({ removedAt: sql`now()`, isActive: false, port: runsOn ? held.port : null })
    .where(eq(apps.id, app.id));
  await record(tx, actor, "app.removed", { kind: "app", id: app.id, label: held.name }, { isStopped });
  await announce(tx, actor.workspaceId);
}
