import { and, eq, isNotNull } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { announce, deliveriesTopic } from "#lib/jobs/listen.ts";
import { rereadApp } from "./find.ts";

export const resumeAutoDeployInput = z.strictObject({ app: z.string() });

/** Lets pushes deploy an app again, after a rollback paused that. What was pushed meanwhile is looked for at once. */
export async function resumeAutoDeploy(actor: Actor, input: z.infer<typeof resumeAutoDeployInput>) {
  const app = await authorize(actor, "app.update", input.app);
  await db.transaction(async (tx) => {
    const resumed = await tx
      .update(apps)
      .set({ autoDeployPausedAt: null, reconciledAt: null })
      .where(and(eq(apps.id, app.id), isNotNull(apps.autoDeployPausedAt)))
      .returning({ id: apps.id });
    if (resumed.length === 0) return;
    await record(tx, actor, "app.auto_deploy_resumed", { kind: "app", id: app.id, label: app.name });
    await announce(tx, actor.workspaceId);
    await announce(tx, deliveriesTopic);
  });
  return rereadApp(app.id);
}
