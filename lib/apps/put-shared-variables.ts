import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { type PutVariables, told } from "./put-variables.ts";
import { variableList } from "./variable-fields.ts";
import { projectAsHolder } from "./variable-holder.ts";
import { writeVariables } from "./write-variables.ts";

export const putSharedVariablesInput = z.strictObject({ project: z.string(), variables: variableList });

/** Adds variables that every app of a project gets, and replaces those of the same name; the others stay. */
export async function putSharedVariables(
  actor: Actor,
  input: z.infer<typeof putSharedVariablesInput>,
): Promise<PutVariables> {
  const project = await authorize(actor, "sharedVariables.edit", input.project);
  await writeVariables(actor, projectAsHolder(project), input.variables);
  return told(input.variables);
}
