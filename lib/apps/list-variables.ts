import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { view } from "#lib/api/view.ts";
import { open } from "#lib/secrets/vault.ts";
import { placeOfVariable } from "./environment.ts";
import { inEffect, originOf, type VariableRow, variableRowsOf } from "./variable-rows.ts";
import { variableScope } from "./variable-fields.ts";

export const listVariablesInput = z.strictObject({ app: z.string() });

export const variableView = view({
  key: z.string(),
  isSecret: z.boolean(),
  scope: variableScope,
  /** Of a plain one; a secret one is never read again. */
  value: z.string().nullable(),
  /** The app's own, or shared by its project. */
  from: z.enum(["app", "project"]),
  /** An own one that takes the place of a shared one. */
  isOverride: z.boolean(),
  updatedAt: z.date(),
  updatedBy: z.string(),
});

export type VariableView = ReturnType<typeof variableView>;

/** What counts for an app, with what its project shares among it. */
export async function listVariables(actor: Actor, input: z.infer<typeof listVariablesInput>): Promise<VariableView[]> {
  const app = await authorize(actor, "variables.view", input.app);
  const rows = await variableRowsOf(app);
  const shared = new Set(rows.filter((row) => originOf(row) === "project").map(({ key }) => key));
  return inEffect(rows).map((row) => {
    const from = originOf(row);
    return { ...shownRow(row), from, isOverride: from === "app" && shared.has(row.key) };
  });
}

export function shownRow(row: VariableRow) {
  const { key, isSecret, scope, updatedAt, updatedBy } = row;
  const value = isSecret ? null : open(row.value, placeOfVariable(row)).reveal();
  return { key, isSecret, scope, value, updatedAt, updatedBy };
}
