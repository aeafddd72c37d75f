import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { parse } from "#lib/access/entry.ts";
import { authorize } from "#lib/access/authorize.ts";
import { invalid } from "#lib/failure.ts";
import { exactText } from "#lib/text.ts";
import { parseDotenv } from "./dotenv.ts";
import { type PutVariables, putVariables } from "./put-variables.ts";
import { type VariableField, variableList, variableScope } from "./variable-fields.ts";

/** A file, and how what it holds is stored. */
export const dotenvFile = {
  /** The contents of a `.env` file. */
  text: exactText("The file", 1024 * 1024),
  isSecret: z.boolean().default(true),
  /** Left out: as each is stored, and both for a new one. */
  scope: variableScope.optional(),
};

export const importVariablesInput = z.strictObject({ app: z.string(), ...dotenvFile });

export type ImportVariables = z.infer<typeof importVariablesInput>;

/** Puts what a `.env` file says. A line that can't be read stops the whole import, so that nothing is half there. */
export async function importVariables(actor: Actor, input: ImportVariables): Promise<PutVariables> {
  const app = await authorize(actor, "variables.edit", input.app);
  return putVariables(actor, { app: app.id, variables: variablesIn(input) });
}

/** The variables that a `.env` file holds, as they would be put; throws beside `text`. */
export function variablesIn({ text, isSecret, scope }: Omit<ImportVariables, "app">): VariableField[] {
  const { entries, wrongLine } = parseDotenv(text);
  if (wrongLine !== null) throw invalid("text", `Line ${wrongLine} is not written as NAME=value.`);
  if (entries.length === 0) throw invalid("text", "There is no variable in this file.");
  const variables = entries.map(({ key, value }) => ({ key, value, isSecret, scope }));
  return parse(z.strictObject({ variables: variableList }), { variables }).variables;
}
