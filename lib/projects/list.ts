import { and, desc, eq, isNull, lt } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { projects } from "#db/schema/projects.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { visibleApps, visibleProjects } from "#lib/access/visible.ts";
import { pageInput, pageOf, positionOf } from "#lib/api/page.ts";

export const listProjectsInput = z.strictObject(pageInput);

/** The projects that the actor may see, newest first, each with the number of apps that the actor may see in it. */
export async function listProjects(actor: Actor, { limit, cursor }: z.infer<typeof listProjectsInput>) {
  const workspace = await authorize(actor, "workspace.view");
  const after = positionOf("projects", cursor);
  const seen = and(eq(apps.projectId, projects.id), isNull(apps.removedAt), visibleApps(actor));
  const rows = await db
    .select({ project: projects, appCount: db.$count(apps, seen) })
    .from(projects)
    .where(
      and(
        eq(projects.workspaceId, workspace.id),
        isNull(projects.removedAt),
        visibleProjects(actor),
        after === null ? undefined : lt(projects.id, after),
      ),
    )
    .orderBy(desc(projects.id))
    .limit(limit + 1);
  const named = rows.map(({ project, appCount }) => ({ ...project, appCount }));
  return pageOf("projects", named, limit, ({ id }) => id);
}
