import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { projects } from "#db/schema/projects.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, notFound } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { withAppCount } from "./find.ts";
import { projectName } from "./name.ts";

export const updateProjectInput = z.strictObject({ project: z.string(), name: projectName });

export async function updateProject(actor: Actor, input: z.infer<typeof updateProjectInput>) {
  const project = await authorize(actor, "project.update", input.project);
  await db.transaction(async (tx) => {
    const [updated] = await tx
      .update(projects)
      .set({ name: input.name })
      .where(and(eq(projects.id, project.id), isNull(projects.removedAt)))
      .returning({ id: projects.id });
    if (!updated) throw notFound("project");
    const resource = { kind: "project", id: project.id, label: input.name };
    await record(tx, actor, "project.updated", resource, { name: input.name, was: project.name });
  });
  return withAppCount(actor, { ...project, name: input.name });
}
