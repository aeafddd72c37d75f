import { open } from "#lib/secrets/vault.ts";
import { placeOfVariable } from "./environment.ts";
import type { VariableField } from "./variable-fields.ts";
import type { VariableRow } from "./variable-rows.ts";

export const comparisons = ["new", "changed", "same"] as const;

/** What putting a variable would do. A stored secret is not compared: whoever guesses it must not be told. */
export function changeOf(given: VariableField, stored: VariableRow | undefined): (typeof comparisons)[number] {
  if (!stored) return "new";
  if (stored.isSecret || given.isSecret || (given.scope ?? stored.scope) !== stored.scope) return "changed";
  return open(stored.value, placeOfVariable(stored)).reveal() === given.value ? "same" : "changed";
}
