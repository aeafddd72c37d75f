import { missingWords } from "#lib/apps/missing-variables.ts";
import { type Check, fine, problem, warning } from "./check.ts";

/** Without a value for each of them a deployment is not begun. */
export function variableChecks(missing: readonly string[]): Check[] {
  if (missing.length === 0) return [fine("variables", "Every required variable has a value.")];
  return [problem("variables", missingWords(missing), "Set what is missing on the app's environment page.")];
}

export function queueChecks(before: { number: number } | undefined): Check[] {
  if (!before) return [];
  return [warning("queue", `#${before.number} waits or runs: this one begins when it has ended, and replaces it.`)];
}
