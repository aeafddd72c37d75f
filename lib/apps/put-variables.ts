import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { newId } from "#db/columns.ts";
import { db, type Transaction } from "#db/index.ts";
import { variables } from "#db/schema/apps.ts";
import type { Actor } from "#lib/access/actor.ts";
import { type App, authorize } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { invalid } from "#lib/failure.ts";
import { tooShortToMask } from "#lib/secrets/redact.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { seal } from "#lib/secrets/vault.ts";
import { placeOfVariable } from "./environment.ts";
import { holdApp } from "./lock.ts";
import { mostVariables, type VariableField, variableField } from "./variable-fields.ts";

export const putVariablesInput = z.strictObject({
  app: z.string(),
  variables: z
    .array(variableField)
    .min(1, "Give at least one variable.")
    .max(mostVariables, `At most ${mostVariables} variables.`)
    .superRefine(refuseTwice),
});

export interface PutVariables {
  keys: string[];
  /** What a person should know of what was saved. */
  warnings: string[];
}

/** Adds variables and replaces those of the same name; the others stay. */
export async function putVariables(actor: Actor, input: z.infer<typeof putVariablesInput>): Promise<PutVariables> {
  const app = await authorize(actor, "variables.edit", input.app);
  const given = input.variables;
  await db.transaction(async (tx) => {
    await holdApp(tx, app.id);
    const stored = await idsByKey(tx, app);
    refuseTooMany(new Set([...stored.keys(), ...given.map(({ key }) => key)]).size);
    for (const variable of given) await put(tx, actor, app, variable, stored.get(variable.key) ?? newId());
    const keys = given.map(({ key }) => key);
    const resource = { kind: "app", id: app.id, label: app.name };
    await record(tx, actor, "variables.put", resource, { keys });
  });
  return { keys: given.map(({ key }) => key), warnings: warningsFor(given) };
}

function refuseTwice(given: VariableField[], context: z.core.$RefinementCtx<VariableField[]>): void {
  for (const [index, { key }] of given.entries()) {
    const first = given.findIndex((other) => other.key === key);
    if (first !== index)
      context.issues.push({ code: "custom", input: given, path: [index, "key"], message: "This name comes twice." });
  }
}

async function idsByKey(tx: Transaction, app: App): Promise<Map<string, string>> {
  const rows = await tx
    .select({ id: variables.id, key: variables.key })
    .from(variables)
    .where(eq(variables.appId, app.id));
  return new Map(rows.map(({ id, key }) => [key, id]));
}

function refuseTooMany(count: number): void {
  if (count > mostVariables) throw invalid("variables", `An app has at most ${mostVariables} variables.`);
}

async function put(tx: Transaction, actor: Actor, app: App, variable: VariableField, id: string): Promise<void> {
  const { workspaceId } = app;
  const value = seal(Secret.of(variable.value), placeOfVariable({ id, workspaceId }));
  const changes = { isSecret: variable.isSecret, value, updatedAt: sql`now()`, updatedBy: actor.label };
  await tx
    .insert(variables)
    .values({ id, workspaceId, appId: app.id, key: variable.key, ...changes })
    .onConflictDoUpdate({ target: variables.id, set: changes });
}

/** What a person should know of what is saved. */
export function warningsFor(given: VariableField[]): string[] {
  return given
    .filter(({ isSecret, value }) => isSecret && value !== "" && tooShortToMask(Secret.of(value)))
    .map(({ key }) => `${key} is shorter than 8 characters, so it can't be masked in logs.`);
}
