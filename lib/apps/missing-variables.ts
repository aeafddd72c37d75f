import { type Database, db, type Transaction } from "#db/index.ts";
import type { App } from "#lib/access/authorize.ts";
import { openVariables } from "./environment.ts";

/** The names that an app must have and that have no value yet, neither of its own nor shared: in the order they are required. */
export async function missingVariables(
  app: Pick<App, "id" | "requiredVariables">,
  from: Database | Transaction = db,
): Promise<string[]> {
  if (app.requiredVariables.length === 0) return [];
  const open = await openVariables(app, from);
  const given = new Set(open.filter(({ value }) => value.reveal() !== "").map(({ key }) => key));
  return app.requiredVariables.filter((key) => !given.has(key));
}

/** Says what is missing as a person would, without a list that fills the page. */
export function missingWords(missing: readonly string[]): string {
  const shown = missing.slice(0, 5).join(", ");
  const more = missing.length > 5 ? ` and ${missing.length - 5} more` : "";
  return `${shown}${more} ${missing.length === 1 ? "has" : "have"} no value yet.`;
}
