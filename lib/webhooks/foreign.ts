import { and, eq, or, sql } from "drizzle-orm";
import { db } from "#db/index.ts";
import { remoteRepositories } from "#db/schema/integrations.ts";
import type { App } from "#lib/access/authorize.ts";
import { readRepository } from "#lib/apps/source.ts";
import { Failure } from "#lib/failure.ts";
import type { PushedRepository } from "#lib/integrations/git/dialect.ts";
import { shown, type Told } from "./read.ts";

/**
 * Says of pushes to another repository that they are none of this app's: the webhook of one that the app had before may
 * still be there, with the same address and secret.
 */
export async function markForeign(app: App, told: Told[]): Promise<Told[]> {
  const path = await pathOf(app);
  return Promise.all(
    told.map(async (one) => {
      const pushed = one.repository?.path ?? null;
      if (!one.repository || pushed === null || path === null || isAt(path, pushed)) return one;
      if (await isRenamed(app, path, one.repository)) return one;
      return { ...one, instead: `The push is of ${shown(pushed)}, and this app deploys ${path}.` };
    }),
  );
}

/** Null for a URL that is allowed no more: then nobody can tell, and the deployment says what is wrong with it. */
async function pathOf({ repositoryUrl }: App): Promise<string | null> {
  try {
    return (await readRepository(repositoryUrl)).path;
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

/** A host may live below a path of its own, which its bodies don't name. */
function isAt(path: string, pushed: string): boolean {
  return `/${path}`.toLowerCase().endsWith(`/${pushed}`.toLowerCase());
}

/** Whether the account's list knows the pushed repository by the app's path, or knows it and none at the app's path. */
async function isRenamed(app: App, path: string, { remoteId }: PushedRepository): Promise<boolean> {
  if (remoteId === null || app.integrationId === null) return false;
  const { remoteId: id, path: at, workspaceId, integrationId } = remoteRepositories;
  const isAtPath = sql<boolean>`lower(${at}) = lower(${path})`;
  const listed = await db
    .select({ id, isAtPath })
    .from(remoteRepositories)
    .where(and(eq(workspaceId, app.workspaceId), eq(integrationId, app.integrationId), or(eq(id, remoteId), isAtPath)));
  const own = listed.find((one) => one.isAtPath);
  return own ? own.id === remoteId : listed.length > 0;
}
