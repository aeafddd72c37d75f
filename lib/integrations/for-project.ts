import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { validate as isUuid } from "uuid";
import { db } from "#db/index.ts";
import { integrationProjects, integrations } from "#db/schema/integrations.ts";
import { notFound } from "#lib/access/authorize.ts";

export type Integration = typeof integrations.$inferSelect;

/** Where something is made or deployed: what it may use depends on it. */
export interface InProject {
  workspaceId: string;
  id: string;
}

/** The integration, as this project may use it. Removed ones, other workspaces' and other projects' are not found. */
export async function findForProject(project: InProject, id: string): Promise<Integration> {
  const [found] = isUuid(id)
    ? await db
        .select()
        .from(integrations)
        .where(and(usableBy(project), eq(integrations.id, id)))
    : [];
  if (!found) throw notFound("integration");
  return found;
}

/** Which integrations a project may use, as a condition on `integrations`. */
export function usableBy(project: InProject): SQL | undefined {
  return and(
    eq(integrations.workspaceId, project.workspaceId),
    integrations.isShared,
    isNull(integrations.removedAt),
    isOpenTo(sql`${project.id}`),
  );
}

/** Whether an integration is limited to other projects than this one, as a condition on `integrations`. */
export function isOpenTo(projectId: SQL | PgColumn): SQL<boolean> {
  return sql<boolean>`(not ${integrations.isLimited} or exists (
    select from ${integrationProjects}
    where ${integrationProjects.integrationId} = ${integrations.id} and ${integrationProjects.projectId} = ${projectId}
  ))`;
}
