import { and, count, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { visibleApps } from "#lib/access/visible.ts";

export const findProjectInput = z.strictObject({ project: z.string() });

export async function findProject(actor: Actor, input: z.infer<typeof findProjectInput>) {
  const project = await authorize(actor, "project.view", input.project);
  const [apps] = await countApps(actor, project.id);
  return { ...project, appCount: apps?.count ?? 0 };
}

function countApps(actor: Actor, projectId: string) {
  return db
    .select({ count: count() })
    .from(apps)
    .where(and(eq(apps.projectId, projectId), isNull(apps.removedAt), visibleApps(actor)));
}
