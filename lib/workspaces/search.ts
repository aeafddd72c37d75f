import { and, eq, ilike, isNull, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { z } from "zod";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { deployments } from "#db/schema/deployments.ts";
import { projects } from "#db/schema/projects.ts";
import { servers } from "#db/schema/servers.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { visibleApps, visibleProjects, visibleServers } from "#lib/access/visible.ts";
import { view } from "#lib/api/view.ts";
import { deploymentRows } from "#lib/deployments/rows.ts";

export const searchWorkspaceInput = z.strictObject({
  q: z.string().trim().max(100, "Search for 100 characters at most."),
});

const foundView = view({
  kind: z.enum(["app", "project", "server", "deployment"]),
  id: z.string(),
  label: z.string(),
  detail: z.string(),
});

export type Found = ReturnType<typeof foundView>;

export const searchView = Object.assign((found: Found[]) => ({ data: found.map((each) => foundView(each)) }), {
  schema: z.object({ data: z.array(foundView.schema) }),
});

const mostOfEach = 6;

/** Apps, projects and servers by a part of their name, deployments by number ("42", "shop #42"), as far as the actor sees them. */
export async function searchWorkspace(actor: Actor, { q }: z.infer<typeof searchWorkspaceInput>): Promise<Found[]> {
  await authorize(actor, "workspace.view");
  if (q === "") return [];
  const found = await Promise.all([
    findApps(actor, q),
    findDeployments(actor, q),
    findServers(actor, q),
    findProjects(actor, q),
  ]);
  return found.flat();
}

async function findApps(actor: Actor, q: string): Promise<Found[]> {
  const rows = await db
    .select({ id: apps.id, label: apps.name, detail: projects.name })
    .from(apps)
    .innerJoin(projects, eq(projects.id, apps.projectId))
    .where(and(mine(apps, actor), visibleApps(actor), ilike(apps.name, containing(q))))
    .orderBy(beginningWith(apps.name, q), apps.name)
    .limit(mostOfEach);
  return rows.map((row) => ({ kind: "app", ...row }));
}

async function findProjects(actor: Actor, q: string): Promise<Found[]> {
  const rows = await db
    .select({ id: projects.id, label: projects.name })
    .from(projects)
    .where(and(mine(projects, actor), visibleProjects(actor), ilike(projects.name, containing(q))))
    .orderBy(beginningWith(projects.name, q), projects.name)
    .limit(mostOfEach);
  return rows.map((row) => ({ kind: "project", ...row, detail: "" }));
}

async function findServers(actor: Actor, q: string): Promise<Found[]> {
  const isMatch = sql`(${ilike(servers.name, containing(q))} or ${ilike(servers.host, containing(q))})`;
  const rows = await db
    .select({ id: servers.id, label: servers.name, detail: servers.host })
    .from(servers)
    .where(and(mine(servers, actor), visibleServers(actor), isMatch))
    .orderBy(beginningWith(servers.name, q), servers.name)
    .limit(mostOfEach);
  return rows.map((row) => ({ kind: "server", ...row }));
}

async function findDeployments(actor: Actor, q: string): Promise<Found[]> {
  const [, name = "", number] = /^(.*?)\s*#?(\d{1,9})$/.exec(q) ?? [];
  if (!number) return [];
  const isMatch = and(eq(deployments.number, Number(number)), name ? ilike(apps.name, containing(name)) : undefined);
  const rows = await deploymentRows(and(mine(apps, actor), visibleApps(actor), isMatch), mostOfEach);
  return rows.map(({ deployment, app, run }) => ({
    kind: "deployment",
    id: deployment.id,
    label: `${app.name} #${deployment.number}`,
    detail: run.status,
  }));
}

function mine(table: { workspaceId: PgColumn; removedAt: PgColumn }, { workspaceId }: Actor): SQL | undefined {
  return and(eq(table.workspaceId, workspaceId), isNull(table.removedAt));
}

/** A pattern for text that holds these words as they are. */
function containing(words: string): string {
  return `%${words.replace(/[\\%_]/g, "\\$&")}%`;
}

/** Sorts names that begin so before others. */
function beginningWith(name: PgColumn, words: string): SQL {
  return sql`not starts_with(lower(${name}), lower(${words}))`;
}
