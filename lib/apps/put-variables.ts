import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { view } from "#lib/api/view.ts";
import { tooShortToMask } from "#lib/secrets/redact.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { type VariableField, variableList } from "./variable-fields.ts";
import { appAsHolder } from "./variable-holder.ts";
import { writeVariables } from "./write-variables.ts";

export const putVariablesInput = z.strictObject({ app: z.string(), variables: variableList });

export const putView = view({
  keys: z.array(z.string()),
  /** What a person should know of what was saved. */
  warnings: z.array(z.string()),
});

export type PutVariables = ReturnType<typeof putView>;

/** Adds variables of an app and replaces those of the same name; the others stay. */
export async function putVariables(actor: Actor, input: z.infer<typeof putVariablesInput>): Promise<PutVariables> {
  const app = await authorize(actor, "variables.edit", input.app);
  await writeVariables(actor, appAsHolder(app), input.variables);
  return told(input.variables);
}

export function told(given: VariableField[]): PutVariables {
  return { keys: given.map(({ key }) => key), warnings: warningsFor(given) };
}

/** What a person should know of what is saved. */
export function warningsFor(given: VariableField[]): string[] {
  return given
    .filter(({ isSecret, value }) => isSecret && value !== "" && tooShortToMask(Secret.of(value)))
    .map(({ key }) => `${key} is shorter than 8 characters, so it can't be masked in logs.`);
}
