import { and, eq, max } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { variableChanges } from "#db/schema/apps.ts";
import type { Actor } from "#lib/access/actor.ts";
import { type App, authorize } from "#lib/access/authorize.ts";
import { view } from "#lib/api/view.ts";
import { open } from "#lib/secrets/vault.ts";
import { placeOfVariable } from "./environment.ts";
import { takenUpBy } from "./handed-over.ts";
import { inEffect, originOf, type VariableRow, variableRowsOf } from "./variable-rows.ts";
import { variableScope } from "./variable-fields.ts";

export const listVariablesInput = z.strictObject({ app: z.string() });

export const variableView = view({
  key: z.string(),
  isSecret: z.boolean(),
  scope: variableScope,
  /** Of a plain one; a secret one is never read again. */
  value: z.string().nullable(),
  /** Of a secret one too: an empty one is as good as none. */
  hasValue: z.boolean(),
  /** The app's own, or shared by its project. */
  from: z.enum(["app", "project"]),
  /** An own one that takes the place of a shared one. */
  isOverride: z.boolean(),
  /** The deployment that took up what it is now; null before the next. */
  inEffectSince: z.object({ id: z.string(), number: z.number() }).nullable(),
  updatedAt: z.date(),
  updatedBy: z.string(),
});

export type VariableView = ReturnType<typeof variableView>;

/** What counts for an app, with what its project shares among it. */
export async function listVariables(actor: Actor, input: z.infer<typeof listVariablesInput>): Promise<VariableView[]> {
  const app = await authorize(actor, "variables.view", input.app);
  const rows = await variableRowsOf(app);
  const shared = new Set(rows.filter((row) => originOf(row) === "project").map(({ key }) => key));
  const counting = inEffect(rows);
  const [moments, deployed] = await momentsOf(app, counting);
  return counting.map((row, at) => {
    const from = originOf(row);
    const inEffectSince = deployed.get(moments[at]?.getTime() ?? 0) ?? null;
    return { ...shownRow(row), from, isOverride: from === "app" && shared.has(row.key), inEffectSince };
  });
}

/** When each became what it is: a shared one also by the removal of what had stood in its place. */
async function momentsOf(app: App, rows: VariableRow[]): Promise<[Date[], Awaited<ReturnType<typeof takenUpBy>>]> {
  const isRemoval = and(eq(variableChanges.appId, app.id), eq(variableChanges.change, "removed"));
  const removals = await db
    .select({ key: variableChanges.key, at: max(variableChanges.at) })
    .from(variableChanges)
    .where(isRemoval)
    .groupBy(variableChanges.key);
  const removed = new Map(removals.map(({ key, at }) => [key, at]));
  const moments = rows.map(({ key, updatedAt }) => newer(updatedAt, removed.get(key) ?? null));
  return [moments, await takenUpBy(app.id, moments)];
}

function newer(one: Date, other: Date | null): Date {
  return other && other > one ? other : one;
}

export function shownRow(row: VariableRow) {
  const { key, isSecret, scope, updatedAt, updatedBy } = row;
  const value = open(row.value, placeOfVariable(row)).reveal();
  return { key, isSecret, scope, value: isSecret ? null : value, hasValue: value !== "", updatedAt, updatedBy };
}
