import { z } from "zod";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { projects } from "#db/schema/projects.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { projectName } from "./name.ts";

export const createProjectInput = z.strictObject({ name: projectName });

export async function createProject(actor: Actor, { name }: z.infer<typeof createProjectInput>) {
  const workspace = await authorize(actor, "project.create");
  const project = { id: newId(), workspaceId: workspace.id, name, createdAt: new Date() };
  await db.transaction(async (tx) => {
    await tx.insert(projects).values(project);
    await record(tx, actor, "project.created", { kind: "project", id: project.id, label: name });
  });
  return { ...project, appCount: 0 };
}
