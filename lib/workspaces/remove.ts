import { and, count, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "#db/index.ts";
import { apps, hooks, variables } from "#db/schema/apps.ts";
import { deployments } from "#db/schema/deployments.ts";
import { grants } from "#db/schema/grants.ts";
import { runs } from "#db/schema/runs.ts";
import { servers } from "#db/schema/servers.ts";
import { workspaces } from "#db/schema/workspaces.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Workspace } from "#lib/access/authorize.ts";
import { Failure, invalid } from "#lib/failure.ts";

export const removeWorkspaceInput = z.strictObject({
  /** The workspace's name, typed. */
  name: z.string().max(255),
});

/**
 * Removes an empty workspace with its projects, members, keys, history and activity. Throws `conflict` while it has
 * apps or servers: what runs on machines is taken down by people who mean it.
 */
export async function removeWorkspace(actor: Actor, input: z.infer<typeof removeWorkspaceInput>): Promise<void> {
  const workspace = await authorize(actor, "workspace.remove");
  if (input.name !== workspace.name) throw invalid("name", `Type the workspace's name: ${workspace.name}`);
  await db.transaction(async (tx) => {
    await tx.select().from(workspaces).where(eq(workspaces.id, workspace.id)).for("update");
    await refuseWhileInUse(tx, workspace);
    for (const table of [grants, deployments, runs, hooks, variables, apps, servers]) {
      await tx.delete(table).where(eq(table.workspaceId, workspace.id));
    }
    // Its activity goes with it: there is nowhere left to read who removed it.
    await tx.delete(workspaces).where(eq(workspaces.id, workspace.id));
  });
}

async function refuseWhileInUse(tx: Transaction, { id, name }: Workspace): Promise<void> {
  const [app] = await tx
    .select({ count: count() })
    .from(apps)
    .where(and(eq(apps.workspaceId, id), isNull(apps.removedAt)));
  const [server] = await tx
    .select({ count: count() })
    .from(servers)
    .where(and(eq(servers.workspaceId, id), isNull(servers.removedAt)));
  const left = [counted(app?.count ?? 0, "an app", "apps"), counted(server?.count ?? 0, "a server", "servers")];
  if (left.every((words) => words === null)) return;
  throw new Failure("conflict", `${name} still has ${left.filter(Boolean).join(" and ")}. Remove them first.`);
}

function counted(count: number, one: string, many: string): string | null {
  if (count === 0) return null;
  return count === 1 ? one : `${count} ${many}`;
}
