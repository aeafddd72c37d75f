import { and, asc, count, eq, inArray, isNull, type SQL } from "drizzle-orm";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { integrationProjects, integrations, remoteRepositories } from "#db/schema/integrations.ts";
import { projects } from "#db/schema/projects.ts";
import { Failure } from "#lib/failure.ts";
import { factsOf } from "./facts.ts";
import type { Integration } from "./for-project.ts";
import { isService, services } from "./git/index.ts";
import type { GitService } from "./git/service.ts";
import { pinnedKeys } from "./pinned-keys.ts";
import { shownOrigin } from "./shown-origin.ts";
import { titleOf } from "./titles.ts";
import type { IntegrationView } from "./view.ts";

/** A workspace's integrations with all that their page shows, the oldest first. */
export async function integrationRows(workspaceId: string, where: SQL | undefined): Promise<IntegrationView[]> {
  const rows = await db
    .select()
    .from(integrations)
    .where(and(eq(integrations.workspaceId, workspaceId), where))
    .orderBy(asc(integrations.id));
  const ids = rows.map(({ id }) => id);
  const [reach, users, counts] = await Promise.all([
    projectsOf(workspaceId, ids),
    appsOf(workspaceId, ids),
    repositoriesOf(workspaceId, ids),
  ]);
  return Promise.all(
    rows.map(async (row) => ({
      ...(await shown(row)),
      projects: row.isLimited ? named(reach, row.id) : null,
      apps: named(users, row.id),
      repositories: row.repositoriesReadAt ? (counts.find(({ of }) => of === row.id)?.count ?? 0) : null,
    })),
  );
}

export async function rereadIntegration(workspaceId: string, id: string): Promise<IntegrationView> {
  const [row] = await integrationRows(workspaceId, and(eq(integrations.id, id), isNull(integrations.removedAt)));
  if (!row) throw new Failure("not_found", "This integration was removed meanwhile.");
  return row;
}

async function shown({ credential: _, ...row }: Integration) {
  const { way, publicKey = null, username = null, knownHosts, repositoryUrl = null } = factsOf(row);
  const service = isService(row.provider) ? await services[row.provider]() : null;
  return {
    ...row,
    ...scopesOf(service, row.scopes),
    title: titleOf(row.provider),
    origin: shownOrigin(row.origin),
    way,
    publicKey,
    username,
    repositoryUrl,
    hostKeys: pinnedKeys(knownHosts),
    canRefresh: way === "oauth" && row.expiresAt !== null,
  };
}

function scopesOf(service: GitService | null, granted: string[] | null) {
  if (!service || !granted) return { scopes: [], missingScopes: [] };
  const missingScopes = service.missingScopes(granted);
  const scopes = service.oauth.scopes.map((scope) => ({ ...scope, isGranted: !missingScopes.includes(scope.name) }));
  return { scopes, missingScopes };
}

function named(rows: { of: string; id: string; name: string }[], integration: string) {
  return rows.filter(({ of }) => of === integration).map(({ id, name }) => ({ id, name }));
}

function projectsOf(workspaceId: string, ids: string[]) {
  return db
    .select({ of: integrationProjects.integrationId, id: projects.id, name: projects.name })
    .from(integrationProjects)
    .innerJoin(projects, eq(projects.id, integrationProjects.projectId))
    .where(
      and(
        eq(integrationProjects.workspaceId, workspaceId),
        inArray(integrationProjects.integrationId, ids),
        isNull(projects.removedAt),
      ),
    )
    .orderBy(asc(projects.name));
}

async function appsOf(workspaceId: string, ids: string[]) {
  const rows = await db
    .select({ of: apps.integrationId, id: apps.id, name: apps.name })
    .from(apps)
    .where(and(eq(apps.workspaceId, workspaceId), inArray(apps.integrationId, ids), isNull(apps.removedAt)))
    .orderBy(asc(apps.name));
  return rows.flatMap(({ of, ...app }) => (of ? [{ of, ...app }] : []));
}

function repositoriesOf(workspaceId: string, ids: string[]) {
  return db
    .select({ of: remoteRepositories.integrationId, count: count() })
    .from(remoteRepositories)
    .where(and(eq(remoteRepositories.workspaceId, workspaceId), inArray(remoteRepositories.integrationId, ids)))
    .groupBy(remoteRepositories.integrationId);
}
