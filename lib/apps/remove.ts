import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { apps, hooks, variables } from "#db/schema/apps.ts";
import { grants } from "#db/schema/grants.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { Failure } from "#lib/failure.ts";
import { announce } from "#lib/jobs/listen.ts";
import { forgetCredential } from "./credential.ts";
import { holdApp, isBusy } from "./lock.ts";

export const removeAppInput = z.strictObject({ app: z.string() });

/** Takes an app out of Devpilot with its variables and credentials. Its history stays, and so do its files on the server. */
export async function removeApp(actor: Actor, input: z.infer<typeof removeAppInput>): Promise<void> {
  const app = await authorize(actor, "app.remove", input.app);
  await db.transaction(async (tx) => {
    const held = await holdApp(tx, app.id);
    if (await isBusy(tx, app.id)) {
      throw new Failure("conflict", `A deployment of ${held.name} waits or runs. Cancel it, or wait until it ends.`);
    }
    for (const table of [variables, hooks, grants]) await tx.delete(table).where(eq(table.appId, app.id));
    await forgetCredential(tx, held.integrationId);
    await tx
      .update(apps)
      .set({ removedAt: sql`now()`, isActive: false })
      .where(eq(apps.id, app.id));
    await record(tx, actor, "app.removed", { kind: "app", id: app.id, label: held.name });
    await announce(tx, actor.workspaceId);
  });
}
