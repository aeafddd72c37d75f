import { and, desc, eq, inArray, isNotNull, isNull, notInArray, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { deployments } from "#db/schema/deployments.ts";
import { integrations } from "#db/schema/integrations.ts";
import { runs } from "#db/schema/runs.ts";
import { servers } from "#db/schema/servers.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { may } from "#lib/access/grants.ts";
import { visibleApps, visibleServers } from "#lib/access/visible.ts";
import { deploymentRows } from "#lib/deployments/rows.ts";
import { deploymentView } from "#lib/deployments/view.ts";
import { titleOf } from "#lib/integrations/titles.ts";
import { stepOf } from "#lib/wizard/steps.ts";

export const findOverviewInput = z.strictObject({});

export type Overview = Awaited<ReturnType<typeof findOverview>>;

/** What runs now, what ended last, what needs a person, and which of the first steps are done. */
export async function findOverview(actor: Actor) {
  const workspace = await authorize(actor, "workspace.view");
  const seen = and(eq(apps.workspaceId, workspace.id), isNull(apps.removedAt), visibleApps(actor));
  const [running, recent, failed, unhealthy, unreachable, cutOff, inSetUp, steps] = await Promise.all([
    deploymentRows(and(seen, inArray(runs.status, open)), 20),
    deploymentRows(and(seen, notInArray(runs.status, open)), 10),
    deploymentRows(and(seen, eq(runs.status, "failed"), isLatest), 20),
    deploymentRows(and(seen, deployments.isLive, eq(deployments.health, "unhealthy")), 20),
    unreachableServers(actor),
    integrationsToReconnect(actor),
    appsInSetUp(actor, seen),
    firstSteps(workspace.id),
  ]);
  return { running, recent, failed, unhealthy, servers: unreachable, integrations: cutOff, inSetUp, steps };
}

/** As it leaves: every deployment through its own view. */
export function overviewView({ running, recent, failed, unhealthy, ...rest }: Overview) {
  return {
    running: running.map(deploymentView),
    recent: recent.map(deploymentView),
    needsPerson: {
      failed: failed.map(deploymentView),
      unhealthy: unhealthy.map(deploymentView),
      servers: rest.servers,
      inSetUp: rest.inSetUp,
      integrations: rest.integrations.map(({ provider, ...shown }) => ({ ...shown, title: titleOf(provider) })),
    },
    steps: rest.steps,
  };
}

export type OverviewView = ReturnType<typeof overviewView>;

const open: ("pending" | "processing")[] = ["pending", "processing"];

/** The newest deployment of its app that has begun: a failure that was followed by another try needs nobody. */
const isLatest = sql`${deployments.number} = (
  select max(newest.number) from ${deployments} newest where newest.app_id = ${deployments.appId})`;

function unreachableServers(actor: Actor) {
  const isCutOff = or(eq(servers.connection, "unreachable"), eq(servers.connection, "host_key_changed"));
  const mine = and(eq(servers.workspaceId, actor.workspaceId), isNull(servers.removedAt), visibleServers(actor));
  return db
    .select({
      id: servers.id,
      name: servers.name,
      connection: servers.connection,
      connectionReason: servers.connectionReason,
    })
    .from(servers)
    .where(and(mine, isCutOff))
    .orderBy(servers.name)
    .limit(20);
}

/** Only for who can connect them again. */
async function integrationsToReconnect(actor: Actor) {
  if (!may(actor, "integration.manage")) return [];
  const mine = and(eq(integrations.workspaceId, actor.workspaceId), isNull(integrations.removedAt));
  return db
    .select({
      id: integrations.id,
      name: integrations.name,
      provider: integrations.provider,
      stateReason: integrations.stateReason,
    })
    .from(integrations)
    .where(and(mine, integrations.isShared, eq(integrations.state, "needs_reconnecting")))
    .orderBy(integrations.name)
    .limit(20);
}

/** Whose wizard was left in the middle, for who may go on with it. */
async function appsInSetUp(actor: Actor, seen: SQL | undefined) {
  const rows = await db
    .select({ id: apps.id, name: apps.name, projectId: apps.projectId, step: apps.wizardStep })
    .from(apps)
    .where(and(seen, isNotNull(apps.wizardStep)))
    .orderBy(desc(apps.createdAt))
    .limit(20);
  return rows
    .filter(({ id, projectId }) => may(actor, "app.update", { appId: id, projectId }))
    .map(({ id, name, step }) => ({ id, name, step: stepOf(step ?? "") }));
}

async function firstSteps(workspaceId: string) {
  const {
    rows: [steps],
  } = await db.execute<Record<"git" | "server" | "app" | "deployment", boolean>>(sql`
    select
      exists (select 1 from ${integrations} where workspace_id = ${workspaceId} and removed_at is null)
        or exists (select 1 from ${apps} where workspace_id = ${workspaceId}) as git,
      exists (select 1 from ${servers} where workspace_id = ${workspaceId} and removed_at is null) as server,
      exists (select 1 from ${apps} where workspace_id = ${workspaceId} and removed_at is null) as app,
      exists (select 1 from ${deployments} where workspace_id = ${workspaceId}) as deployment`);
  return steps ?? { git: false, server: false, app: false, deployment: false };
}
