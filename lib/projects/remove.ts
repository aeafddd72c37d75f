import { and, count, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { projects } from "#db/schema/projects.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { Failure } from "#lib/failure.ts";
import { lockProject } from "./lock.ts";

export const removeProjectInput = z.strictObject({ project: z.string() });

/** Removes an empty project. Throws `conflict` while it has apps. */
export async function removeProject(actor: Actor, input: z.infer<typeof removeProjectInput>): Promise<void> {
  const project = await authorize(actor, "project.remove", input.project);
  await db.transaction(async (tx) => {
    await lockProject(tx, project.id, "update");
    await refuseWithApps(tx, project);
    await tx
      .update(projects)
      .set({ removedAt: sql`now()` })
      .where(eq(projects.id, project.id));
    await record(tx, actor, "project.removed", { kind: "project", id: project.id, label: project.name });
  });
}

async function refuseWithApps(tx: Transaction, project: { id: string; name: string }): Promise<void> {
  const [left] = await tx
    .select({ count: count() })
    .from(apps)
    .where(and(eq(apps.projectId, project.id), isNull(apps.removedAt)));
  if (!left?.count) return;
  const many = left.count === 1 ? "an app" : `${left.count} apps`;
  throw new Failure("conflict", `${project.name} still has ${many}. Remove them first.`);
}
