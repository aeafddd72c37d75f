import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#db/index.ts";
import { projects } from "#db/schema/projects.ts";
import { notFound } from "#lib/access/authorize.ts";

/** Holds a project until the transaction ends: `share` so that it stays, `update` to take it away. */
export async function lockProject(tx: Transaction, id: string, strength: "share" | "update"): Promise<void> {
  const [project] = await tx
    .select({ id: projects.id })
    .from(projects)
    .where(and(eq(projects.id, id), isNull(projects.removedAt)))
    .for(strength);
  if (!project) throw notFound("project");
}
