import { asc, eq } from "drizzle-orm";
import { type Database, db, type Transaction } from "#db/index.ts";
import { variables } from "#db/schema/apps.ts";
import type { Secret } from "#lib/secrets/secret.ts";
import { open, type Place } from "#lib/secrets/vault.ts";

export interface OpenVariable {
  key: string;
  value: Secret;
  isSecret: boolean;
}

/** The variables of an app with their values, in the order of their keys: for the `.env` file and for masking. */
export async function openVariables(app: { id: string }, from: Database | Transaction = db): Promise<OpenVariable[]> {
  const rows = await from.select().from(variables).where(eq(variables.appId, app.id)).orderBy(asc(variables.key));
  return rows.map((row) => ({ key: row.key, isSecret: row.isSecret, value: open(row.value, placeOfVariable(row)) }));
}

export function placeOfVariable({ id, workspaceId }: { id: string; workspaceId: string }): Place {
  return { workspaceId, table: "variables", row: id, column: "value" };
}
