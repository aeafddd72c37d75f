import { and, eq, isNull } from "drizzle-orm";
import { validate as isUuid } from "uuid";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { deployments } from "#db/schema/deployments.ts";
import { projects } from "#db/schema/projects.ts";
import { runs } from "#db/schema/runs.ts";
import { servers } from "#db/schema/servers.ts";
import { workspaces } from "#db/schema/workspaces.ts";
import { Failure } from "#lib/failure.ts";
import type { Actor } from "./actor.ts";
import { type Location, may } from "./grants.ts";
import { type Permission, permissions, type ResourceKind } from "./permissions.ts";

export type Workspace = typeof workspaces.$inferSelect;
export type Project = typeof projects.$inferSelect;
export type App = typeof apps.$inferSelect;
export type Server = typeof servers.$inferSelect;
export type Run = typeof runs.$inferSelect;
export type Deployment = typeof deployments.$inferSelect & { run: Run; app: App };

interface Resources {
  workspace: Workspace;
  project: Project;
  app: App;
  server: Server;
  deployment: Deployment;
}

type Kind<P extends Permission> = (typeof permissions)[P]["on"];
type Found<K extends ResourceKind> = { row: Resources[K]; at: Location } | undefined;
type Finders = { [K in ResourceKind]: (workspaceId: string, id: string) => Promise<Found<K>> };

/** What may be seen of each kind of thing, besides the permission itself. */
const sight: Record<ResourceKind, Permission> = {
  workspace: "workspace.view",
  project: "project.view",
  app: "app.view",
  server: "server.view",
  deployment: "deployment.view",
};

/**
 * The first line of every verb. Finds the thing inside the actor's workspace and checks the permission on it.
 * Throws `not_found` for what is absent or invisible to this actor, `forbidden` for what is visible but not permitted.
 */
export async function authorize<P extends Permission>(
  actor: Actor,
  permission: P,
  ...[id = actor.workspaceId]: Kind<P> extends "workspace" ? [] : [id: string]
): Promise<Resources[Kind<P>]> {
  const kind: Kind<P> = permissions[permission].on;
  const found: Found<Kind<P>> = isUuid(id) ? await finders[kind](actor.workspaceId, id) : undefined;
  if (!found || !isVisible(actor, kind, found.at)) throw notFound(kind);
  if (!may(actor, permission, found.at)) throw new Failure("forbidden", forbiddenSentence(actor));
  return found.row;
}

export function notFound(kind: string): Failure {
  return new Failure("not_found", `There is no such ${kind}.`);
}

function isVisible(actor: Actor, kind: ResourceKind, at: Location): boolean {
  const seer = actor.kind === "api_key" ? { ...actor, scopes: [...actor.scopes, "read" as const] } : actor;
  return may(seer, sight[kind], at);
}

function forbiddenSentence(actor: Actor): string {
  return actor.kind === "api_key"
    ? "This API key may not do that: its scopes or its maker's role do not reach so far."
    : "Your role does not allow that. Ask an Owner or Admin of the workspace.";
}

const finders: Finders = {
  async workspace(workspaceId, id) {
    const [row] = await db.select().from(workspaces).where(eq(workspaces.id, id));
    return row && id === workspaceId ? { row, at: {} } : undefined;
  },
  async project(workspaceId, id) {
    const [row] = await db
      .select()
      .from(projects)
      .where(and(eq(projects.workspaceId, workspaceId), eq(projects.id, id), isNull(projects.removedAt)));
    return row && { row, at: { projectId: row.id } };
  },
  async app(workspaceId, id) {
    const [row] = await db
      .select()
      .from(apps)
      .where(and(eq(apps.workspaceId, workspaceId), eq(apps.id, id), isNull(apps.removedAt)));
    return row && { row, at: { projectId: row.projectId, appId: row.id } };
  },
  async server(workspaceId, id) {
    const [row] = await db
      .select()
      .from(servers)
      .where(and(eq(servers.workspaceId, workspaceId), eq(servers.id, id), isNull(servers.removedAt)));
    return row && { row, at: { serverId: row.id } };
  },
  async deployment(workspaceId, id) {
    const [row] = await db
      .select({ deployment: deployments, run: runs, app: apps })
      .from(deployments)
      .innerJoin(runs, eq(runs.id, deployments.id))
      .innerJoin(apps, eq(apps.id, deployments.appId))
      .where(and(eq(deployments.workspaceId, workspaceId), eq(deployments.id, id)));
    return (
      row && {
        row: { ...row.deployment, run: row.run, app: row.app },
        at: { projectId: row.app.projectId, appId: row.app.id },
      }
    );
  },
};
