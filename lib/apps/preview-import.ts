import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { view } from "#lib/api/view.ts";
import { type ImportVariables, variablesIn } from "./import-variables.ts";
import { readVariables, type VariableView } from "./list-variables.ts";
import { warningsFor } from "./put-variables.ts";
import type { VariableField } from "./variable-fields.ts";

const changes = ["new", "changed", "same"] as const;

export const previewView = view({
  variables: z.array(z.object({ key: z.string(), change: z.enum(changes) })),
  warnings: z.array(z.string()),
});

export type PreviewView = ReturnType<typeof previewView>;

/** What an import of this file would do to each variable, without doing it and without repeating a value. */
export async function previewImport(actor: Actor, input: ImportVariables): Promise<PreviewView> {
  const app = await authorize(actor, "variables.edit", input.app);
  const given = variablesIn(input);
  const stored = new Map((await readVariables(app.id)).map((variable) => [variable.key, variable]));
  return {
    variables: given.map((variable) => ({ key: variable.key, change: changeOf(variable, stored.get(variable.key)) })),
    warnings: warningsFor(given),
  };
}

/** A stored secret is not compared: whoever guesses it must not be told. */
function changeOf(given: VariableField, stored: VariableView | undefined): (typeof changes)[number] {
  if (!stored) return "new";
  return !stored.isSecret && !given.isSecret && stored.value === given.value ? "same" : "changed";
}
