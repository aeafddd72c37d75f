import { isDeepStrictEqual } from "node:util";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import type { Actor } from "#lib/access/actor.ts";
import { type App, authorize } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { Failure } from "#lib/failure.ts";
import { announce, deliveriesTopic } from "#lib/jobs/listen.ts";
import { appFields } from "./fields.ts";
import { rereadApp } from "./find.ts";
import { lastNumberAt } from "./last-number.ts";
import { holdApp, wasDeployed } from "./lock.ts";
import { portFor } from "./port.ts";
import { refuseSharedPath } from "./project-path.ts";

export const updateAppInput = z.strictObject({ app: z.string(), ...z.object(appFields).partial().shape });

type Wanted = Omit<z.infer<typeof updateAppInput>, "app">;

/** Changes what is given and leaves the rest. Its place (server and project path) can change until its first deployment. */
export async function updateApp(actor: Actor, { app: id, ...wanted }: z.infer<typeof updateAppInput>) {
  const app = await authorize(actor, "app.update", id);
  if (wanted.serverId !== undefined) await authorize(actor, "server.use", wanted.serverId);
  await db.transaction(async (tx) => changeApp(tx, actor, await holdApp(tx, app.id), wanted));
  return rereadApp(app.id);
}

/** The same as a part of something larger, which holds the app already. */
export async function changeApp(tx: Transaction, actor: Actor, held: App, wanted: Wanted): Promise<void> {
  const changes = changesOf(held, wanted);
  const names = Object.keys(changes);
  if (names.length === 0) return;
  const wantedApp = { ...held, ...changes };
  const place = (changes.serverId ?? changes.projectPath) ? await moveTo(tx, actor, wantedApp) : {};
  const port = "startCommand" in changes || changes.serverId ? { port: await portFor(tx, wantedApp) } : {};
  await tx
    .update(apps)
    .set({ ...changes, ...place, ...port, ...watchOf(held, changes) })
    .where(eq(apps.id, held.id));
  const resource = { kind: "app", id: held.id, label: changes.name ?? held.name };
  await record(tx, actor, "app.updated", resource, { changed: names });
  await announce(tx, actor.workspaceId);
  await announce(tx, deliveriesTopic);
}

function changesOf(app: App, wanted: Wanted): Partial<Wanted> {
  const isChange = ([field, value]: [string, unknown]) =>
    value !== undefined && !isDeepStrictEqual(value, app[field as keyof Wanted]);
  return Object.fromEntries(Object.entries(wanted).filter(isChange));
}

/** What pushes came while it was inactive is looked for at once; at another branch only what comes from now on. */
function watchOf(app: App, { branch, isActive }: Partial<Wanted>): Partial<App> {
  const isMoved = branch !== undefined && app.watchedBranch === null;
  return {
    ...((isActive || isMoved) && { reconciledAt: null }),
    ...(isMoved && { watchedHead: null, watchedEtag: null }),
  };
}

/** Releases stay where they were made: another place is another app. Answers what the new place changes in the row. */
async function moveTo(tx: Transaction, actor: Actor, wanted: App): Promise<Pick<App, "lastNumber">> {
  if (await wasDeployed(tx, wanted.id)) {
    const message = `${wanted.name} was deployed already, and its releases stay where they are. Make another app for the other place.`;
    throw new Failure("conflict", message);
  }
  await refuseSharedPath(tx, actor, wanted);
  return { lastNumber: await lastNumberAt(tx, wanted) };
}
