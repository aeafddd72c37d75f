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

export interface Environment {
  variables: OpenVariable[];
  /** All that no log of the app may show: its own secrets and its project's, the overridden ones and those of any scope. */
  secrets: Secret[];
}

/** What a deployment gives to its commands and hides in its log, read as one, so that nothing is used and not hidden. */
export async function openEnvironment(app: { id: string }, from: Database | Transaction = db): Promise<Environment> {
  const rows = await variableRowsOf(app, from);
  const secrets = rows.filter(({ isSecret }) => isSecret).map((row) => openRow(row).value);
  return { variables: inEffect(rows).map(openRow), secrets };
}

/** The variables of an app with their values, those that its project shares among them, in the order of their names. */
export async function openVariables(app: { id: string }, from: Database | Transaction = db): Promise<OpenVariable[]> {
  return (await openEnvironment(app, from)).variables;
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
