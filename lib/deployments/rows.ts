import { desc, eq, lt, type SQL, sql } from "drizzle-orm";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { deployments } from "#db/schema/deployments.ts";
import { runs } from "#db/schema/runs.ts";
import { servers } from "#db/schema/servers.ts";
import type { DeploymentRow } from "./view.ts";

const earlierNumber = sql<number | null>`(
  select min(d.number) from ${deployments} d join ${runs} r on r.id = d.id
  where d.app_id = ${deployments.appId} and d.number < ${deployments.number} and r.status in ('pending', 'processing'))`;

/** Deployments with all that a row of a list shows, newest first. */
export async function deploymentRows(where: SQL | undefined, limit: number): Promise<DeploymentRow[]> {
  return db
    .select({
      deployment: deployments,
      run: runs,
      app: { id: apps.id, name: apps.name, projectId: apps.projectId },
      server: { id: servers.id, name: servers.name },
      waitsFor: sql<number | null>`case when ${runs.status} = 'pending' then ${earlierNumber} end`,
    })
    .from(deployments)
    .innerJoin(runs, eq(runs.id, deployments.id))
    .innerJoin(apps, eq(apps.id, deployments.appId))
    .innerJoin(servers, eq(servers.id, runs.serverId))
    .where(where)
    .orderBy(desc(deployments.id))
    .limit(limit);
}

/** The page after a deployment's id; ids grow with time. */
export function olderThan(id: string | null): SQL | undefined {
  return id ? lt(deployments.id, id) : undefined;
}
