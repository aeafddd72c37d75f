import { and, eq } from "drizzle-orm";
import { db } from "#db/index.ts";
import { grants } from "#db/schema/grants.ts";
import { users } from "#db/schema/users.ts";
import { memberships, workspaces } from "#db/schema/workspaces.ts";

/** An active membership with its grants, found by the workspace's id or slug; null when there is none. */
export async function findMembership(userId: string, workspace: { workspaceId: string } | { slug: string }) {
  const [found] = await db
    .select({ membership: memberships, workspace: workspaces, name: users.name })
    .from(memberships)
    .innerJoin(workspaces, eq(workspaces.id, memberships.workspaceId))
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        eq(memberships.userId, userId),
        eq(memberships.status, "active"),
        "slug" in workspace ? eq(workspaces.slug, workspace.slug) : eq(workspaces.id, workspace.workspaceId),
      ),
    );
  if (!found) return null;
  return {
    workspaceId: found.workspace.id,
    userId,
    label: found.name,
    role: found.membership.role,
    grants: await grantsOf(found.workspace.id, userId),
    workspace: found.workspace,
  };
}

/** The workspaces a user may switch between. */
export async function listMemberships(userId: string) {
  return db
    .select({ id: workspaces.id, slug: workspaces.slug, name: workspaces.name, role: memberships.role })
    .from(memberships)
    .innerJoin(workspaces, eq(workspaces.id, memberships.workspaceId))
    .where(and(eq(memberships.userId, userId), eq(memberships.status, "active")))
    .orderBy(workspaces.name);
}

async function grantsOf(workspaceId: string, userId: string) {
  return db
    .select({
      role: grants.role,
      projectId: grants.projectId,
      appId: grants.appId,
      serverId: grants.serverId,
    })
    .from(grants)
    .where(and(eq(grants.workspaceId, workspaceId), eq(grants.userId, userId)));
}
