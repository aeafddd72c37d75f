import { asc, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { variables } from "#db/schema/apps.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { view } from "#lib/api/view.ts";
import { open } from "#lib/secrets/vault.ts";
import { placeOfVariable } from "./environment.ts";

export const listVariablesInput = z.strictObject({ app: z.string() });

export const variableView = view({
  key: z.string(),
  isSecret: z.boolean(),
  /** Of a plain one; a secret one is never read again. */
  value: z.string().nullable(),
  updatedAt: z.date(),
  updatedBy: z.string(),
});

export type VariableView = ReturnType<typeof variableView>;

export async function listVariables(actor: Actor, input: z.infer<typeof listVariablesInput>): Promise<VariableView[]> {
  const app = await authorize(actor, "variables.view", input.app);
  return readVariables(app.id);
}

/** The variables of an app that the actor was let near already. */
export async function readVariables(appId: string): Promise<VariableView[]> {
  const rows = await db.select().from(variables).where(eq(variables.appId, appId)).orderBy(asc(variables.key));
  return rows.map((row) => ({
    key: row.key,
    isSecret: row.isSecret,
    value: row.isSecret ? null : open(row.value, placeOfVariable(row)).reveal(),
    updatedAt: row.updatedAt,
    updatedBy: row.updatedBy,
  }));
}
