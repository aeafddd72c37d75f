import { eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { apps, variables } from "#db/schema/apps.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { view } from "#lib/api/view.ts";
import { shownRow } from "./list-variables.ts";
import { variableScope } from "./variable-fields.ts";
import { projectAsHolder } from "./variable-holder.ts";
import { storedIn } from "./write-variables.ts";

export const listSharedVariablesInput = z.strictObject({ project: z.string() });

export const sharedVariableView = view({
  key: z.string(),
  isSecret: z.boolean(),
  scope: variableScope,
  /** Of a plain one; a secret one is never read again. */
  value: z.string().nullable(),
  /** How many apps of the project have one of their own in its place. */
  overriddenBy: z.number(),
  updatedAt: z.date(),
  updatedBy: z.string(),
});

export type SharedVariableView = ReturnType<typeof sharedVariableView>;

/** What every app of a project gets. */
export async function listSharedVariables(
  actor: Actor,
  input: z.infer<typeof listSharedVariablesInput>,
): Promise<SharedVariableView[]> {
  const project = await authorize(actor, "sharedVariables.view", input.project);
  const stored = await storedIn(db, projectAsHolder(project));
  const overridden = await overriddenIn(project.id, [...stored.keys()]);
  return [...stored.values()]
    .map((row) => ({ ...shownRow(row), overriddenBy: overridden.get(row.key) ?? 0 }))
    .toSorted((one, other) => (one.key < other.key ? -1 : 1));
}

async function overriddenIn(project: string, keys: string[]): Promise<Map<string, number>> {
  const rows = await db
    .select({ key: variables.key, count: sql<number>`count(*)::int` })
    .from(variables)
    .innerJoin(apps, eq(apps.id, variables.appId))
    .where(sql`${apps.projectId} = ${project} and ${apps.removedAt} is null and ${inArray(variables.key, keys)}`)
    .groupBy(variables.key);
  return new Map(rows.map(({ key, count }) => [key, count]));
}
