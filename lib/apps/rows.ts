import { and, desc, eq, inArray, type SQL } from "drizzle-orm";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { deployments } from "#db/schema/deployments.ts";
import { integrations } from "#db/schema/integrations.ts";
import { projects } from "#db/schema/projects.ts";
import { runs } from "#db/schema/runs.ts";
import { servers } from "#db/schema/servers.ts";
import { isOpenTo } from "#lib/integrations/for-project.ts";

export type AppRow = Awaited<ReturnType<typeof appRows>>[number];

/** Apps with all that a list and a page show of them, newest first. */
export async function appRows(where: SQL | undefined, most: number) {
  const rows = await db
    .select({
      app: apps,
      project: { id: projects.id, name: projects.name },
      server: { id: servers.id, name: servers.name, connection: servers.connection },
      integration: integrationOf,
      mayUseIntegration: isOpenTo(apps.projectId),
    })
    .from(apps)
    .innerJoin(projects, eq(projects.id, apps.projectId))
    .innerJoin(servers, eq(servers.id, apps.serverId))
    .leftJoin(integrations, eq(integrations.id, apps.integrationId))
    .where(where)
    .orderBy(desc(apps.id))
    .limit(most);
  const ids = rows.map(({ app }) => app.id);
  const [live, latest] = await Promise.all([liveOf(ids), latestOf(ids)]);
  return rows.map((row) => ({ ...row, live: live.get(row.app.id) ?? null, latest: latest.get(row.app.id) ?? null }));
}

const integrationOf = {
  id: integrations.id,
  provider: integrations.provider,
  name: integrations.name,
  isShared: integrations.isShared,
  facts: integrations.facts,
  account: integrations.account,
  state: integrations.state,
  stateReason: integrations.stateReason,
  removedAt: integrations.removedAt,
};

const brief = {
  id: deployments.id,
  appId: deployments.appId,
  number: deployments.number,
  status: runs.status,
  reason: runs.reason,
  branch: deployments.branch,
  tag: deployments.tag,
  commit: deployments.commit,
  commitMessage: deployments.commitMessage,
  committer: deployments.committer,
  commitUrl: deployments.commitUrl,
  triggeredBy: deployments.triggeredBy,
  health: deployments.health,
  createdAt: runs.createdAt,
  startedAt: runs.startedAt,
  endedAt: runs.endedAt,
  releasedAt: deployments.releasedAt,
  switch: deployments.switch,
  gapMs: deployments.gapMs,
};

async function liveOf(appIds: string[]) {
  const rows = await db
    .select(brief)
    .from(deployments)
    .innerJoin(runs, eq(runs.id, deployments.id))
    .where(and(inArray(deployments.appId, appIds), deployments.isLive));
  return new Map(rows.map((row) => [row.appId, row]));
}

async function latestOf(appIds: string[]) {
  const rows = await db
    .selectDistinctOn([deployments.appId], brief)
    .from(deployments)
    .innerJoin(runs, eq(runs.id, deployments.id))
    .where(inArray(deployments.appId, appIds))
    .orderBy(deployments.appId, desc(deployments.number));
  return new Map(rows.map((row) => [row.appId, row]));
}
