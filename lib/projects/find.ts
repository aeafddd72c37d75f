import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Project } from "#lib/access/authorize.ts";
import { visibleApps } from "#lib/access/visible.ts";

export const findProjectInput = z.strictObject({ project: z.string() });

export async function findProject(actor: Actor, input: z.infer<typeof findProjectInput>) {
  const project = await authorize(actor, "project.view", input.project);
  return withAppCount(actor, project);
}

/** Counts the apps that the actor may see. */
export async function withAppCount(actor: Actor, project: Project) {
  const seen = and(eq(apps.projectId, project.id), isNull(apps.removedAt), visibleApps(actor));
  return { ...project, appCount: await db.$count(apps, seen) };
}
