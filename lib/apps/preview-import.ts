import { z } from "zod";
import { db } from "#db/index.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { view } from "#lib/api/view.ts";
import { changeOf, comparisons } from "./compare-variable.ts";
import { type ImportVariables, variablesIn } from "./import-variables.ts";
import { warningsFor } from "./put-variables.ts";
import { appAsHolder, type Holder } from "./variable-holder.ts";
import type { VariableField } from "./variable-fields.ts";
import { storedIn } from "./write-variables.ts";

export const previewView = view({
  variables: z.array(z.object({ key: z.string(), change: z.enum(comparisons) })),
  warnings: z.array(z.string()),
});

export type PreviewView = ReturnType<typeof previewView>;

/** What an import of this file would do to each variable, without doing it and without repeating a value. */
export async function previewImport(actor: Actor, input: ImportVariables): Promise<PreviewView> {
  const app = await authorize(actor, "variables.edit", input.app);
  return previewOf(appAsHolder(app), variablesIn(input));
}

export async function previewOf(holder: Holder, given: VariableField[]): Promise<PreviewView> {
  const stored = await storedIn(db, holder);
  return {
    variables: given.map((variable) => ({ key: variable.key, change: changeOf(variable, stored.get(variable.key)) })),
    warnings: warningsFor(given),
  };
}
