import { and, desc, eq, inArray, lt, or, type SQL } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { apps, variableChanges } from "#db/schema/apps.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { pageInput, pageOf, positionOf } from "#lib/api/page.ts";
import { view } from "#lib/api/view.ts";
import { takenUpBy } from "./handed-over.ts";
import { originOf } from "./variable-rows.ts";

export const variableHistoryInput = z.strictObject({ app: z.string(), ...pageInput });
export const sharedVariableHistoryInput = z.strictObject({ project: z.string(), ...pageInput });

const change = {
  id: z.string(),
  key: z.string(),
  change: z.enum(["added", "changed", "removed"]),
  by: z.string(),
  at: z.date(),
};

export const sharedVariableChangeView = view(change);
export const variableChangeView = view({
  ...change,
  from: z.enum(["app", "project"]),
  /** The one in which it took effect; null before the next. */
  deployment: z.object({ id: z.string(), number: z.number() }).nullable(),
});

export type SharedVariableChangeView = ReturnType<typeof sharedVariableChangeView>;
export type VariableChangeView = ReturnType<typeof variableChangeView>;

/** Who changed which variable of an app, or of what its project shares, newest first, and which deployment took it up. */
export async function variableHistory(actor: Actor, input: z.infer<typeof variableHistoryInput>) {
  const app = await authorize(actor, "variables.view", input.app);
  const project = db.select({ id: apps.projectId }).from(apps).where(eq(apps.id, app.id));
  const ofBoth = or(eq(variableChanges.appId, app.id), inArray(variableChanges.projectId, project));
  const page = await changesPage("variables", ofBoth, input);
  const moments = page.data.map(({ at }) => at);
  const deployed = await takenUpBy(app.id, moments);
  const data = page.data.map((row) => {
    return { ...row, from: originOf(row), deployment: deployed.get(row.at.getTime()) ?? null };
  });
  return { ...page, data };
}

/** The same of what a project shares; which deployments took it up, each of its apps tells. */
export async function sharedVariableHistory(actor: Actor, input: z.infer<typeof sharedVariableHistoryInput>) {
  const project = await authorize(actor, "sharedVariables.view", input.project);
  return changesPage("shared variables", eq(variableChanges.projectId, project.id), input);
}

async function changesPage(
  list: string,
  whose: SQL | undefined,
  { limit, cursor }: { limit: number; cursor?: string },
) {
  const after = positionOf(list, cursor);
  const rows = await db
    .select()
    .from(variableChanges)
    .where(and(whose, after === null ? undefined : lt(variableChanges.id, after)))
    .orderBy(desc(variableChanges.id))
    .limit(limit + 1);
  return pageOf(list, rows, limit, ({ id }) => id);
}
