import { eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { workspaces } from "#db/schema/workspaces.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Workspace } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { workspaceName } from "./name.ts";

export const updateWorkspaceInput = z.strictObject({ name: workspaceName });

/** Renames the workspace. Its slug stays, so that links keep working. */
export async function updateWorkspace(
  actor: Actor,
  { name }: z.infer<typeof updateWorkspaceInput>,
): Promise<Workspace> {
  const workspace = await authorize(actor, "workspace.update");
  await db.transaction(async (tx) => {
    await tx.update(workspaces).set({ name }).where(eq(workspaces.id, workspace.id));
    const resource = { kind: "workspace", id: workspace.id, label: name };
    await record(tx, actor, "workspace.updated", resource, { name, was: workspace.name });
  });
  return { ...workspace, name };
}
