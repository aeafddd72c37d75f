import { asc, eq, inArray, or } from "drizzle-orm";
import { type Database, db, type Transaction } from "#db/index.ts";
import { apps, variables } from "#db/schema/apps.ts";

export type VariableRow = typeof variables.$inferSelect;
/** Where a variable of an app comes from: its own, or shared by the apps of its project. */
export type VariableOrigin = "app" | "project";

/** An app's own variables and those that its project shares, in the order of their names. */
export async function variableRowsOf(app: { id: string }, from: Database | Transaction = db): Promise<VariableRow[]> {
  const project = from.select({ id: apps.projectId }).from(apps).where(eq(apps.id, app.id));
  return from
    .select()
    .from(variables)
    .where(or(eq(variables.appId, app.id), inArray(variables.projectId, project)))
    .orderBy(asc(variables.key));
}

/** What counts for the app: one of its own takes the place of the shared one of that name, whatever their scopes. */
export function inEffect(rows: VariableRow[]): VariableRow[] {
  const own = new Set(rows.filter((row) => originOf(row) === "app").map(({ key }) => key));
  return rows.filter((row) => originOf(row) === "app" || !own.has(row.key));
}

export function originOf({ appId }: Pick<VariableRow, "appId">): VariableOrigin {
  return appId === null ? "project" : "app";
}
