import { type Database, db, type Transaction } from "#db/index.ts";
import type { Secret } from "#lib/secrets/secret.ts";
import { open, type Place } from "#lib/secrets/vault.ts";
import { inEffect, originOf, type VariableOrigin, type VariableRow, variableRowsOf } from "./variable-rows.ts";

export interface OpenVariable {
  key: string;
  value: Secret;
  isSecret: boolean;
  scope: VariableRow["scope"];
  from: VariableOrigin;
}

/** For the commands that build, or for the app that runs. */
export type Moment = Exclude<OpenVariable["scope"], "both">;

/** The variables of an app with their values, those that its project shares among them, in the order of their names. */
export async function openVariables(app: { id: string }, from: Database | Transaction = db): Promise<OpenVariable[]> {
  return inEffect(await variableRowsOf(app, from)).map(openRow);
}

/** All that no log of the app may show: its own secrets and its project's, the overridden ones and those of any scope. */
export async function openSecrets(app: { id: string }, from: Database | Transaction = db): Promise<Secret[]> {
  const rows = await variableRowsOf(app, from);
  return rows.filter(({ isSecret }) => isSecret).map((row) => openRow(row).value);
}

/** Those that go to one of the two. */
export function environmentFor(moment: Moment, variables: readonly OpenVariable[]): OpenVariable[] {
  return variables.filter(({ scope }) => scope === "both" || scope === moment);
}

function openRow(row: VariableRow): OpenVariable {
  const { key, isSecret, scope } = row;
  return { key, isSecret, scope, from: originOf(row), value: open(row.value, placeOfVariable(row)) };
}

export function placeOfVariable({ id, workspaceId }: { id: string; workspaceId: string }): Place {
  return { workspaceId, table: "variables", row: id, column: "value" };
}
