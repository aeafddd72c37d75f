import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { integrationProjects, integrations, remoteRepositories } from "#db/schema/integrations.ts";
import { sealCredential } from "#lib/integrations/credential.ts";
import { canaries } from "#tests/support/world.ts";

type Row = typeof integrations.$inferInsert;

/** An account on a host where nobody listens, as a consent would have left it; `over` says what is different. */
export async function addIntegration(workspaceId: string, over: Partial<Row> & { token?: string } = {}) {
  const { token = canaries.token, ...row } = over;
  const id = newId();
  const credential = sealCredential(
    { id, workspaceId },
    { access_token: token, refresh_token: null, is_personal: false },
  );
  const [made] = await db
    .insert(integrations)
    .values({
      id,
      workspaceId,
      kind: "git",
      provider: "github",
      name: `ana ${id.slice(-4)}`,
      isShared: true,
      origin: "http://127.0.0.1:1",
      facts: { way: "oauth" },
      credential,
      subject: id,
      account: "ana",
      repositoriesReadAt: new Date(),
      ...row,
    })
    .returning();
  if (!made) throw new Error("no integration");
  return made;
}

/** Limits an integration that `isLimited` to these projects. */
export async function openTo(integration: { workspaceId: string; id: string }, ...projectIds: string[]): Promise<void> {
  const { workspaceId, id: integrationId } = integration;
  await db
    .insert(integrationProjects)
    .values(projectIds.map((projectId) => ({ workspaceId, integrationId, projectId })));
}

type Repository = typeof remoteRepositories.$inferInsert;

/** Repositories as if they had been read, by path. */
export async function addRepositories(
  { workspaceId, id: integrationId, origin }: { workspaceId: string; id: string; origin: string },
  repositories: (Partial<Repository> & { path: string })[],
): Promise<void> {
  const rows = repositories.map((one) => ({
    workspaceId,
    integrationId,
    remoteId: one.path,
    cloneUrl: `${origin}/${one.path}.git`,
    isPrivate: true,
    isArchived: false,
    isEmpty: false,
    seenAt: new Date(),
    ...one,
  }));
  for (let at = 0; at < rows.length; at += 1000) await db.insert(remoteRepositories).values(rows.slice(at, at + 1000));
}
