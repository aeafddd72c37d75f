import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { projectAsHolder } from "./variable-holder.ts";
import { eraseVariable } from "./write-variables.ts";

export const removeSharedVariableInput = z.strictObject({ project: z.string(), key: z.string() });

/** From every app of the project; one of an app's own stays. */
export async function removeSharedVariable(
  actor: Actor,
  input: z.infer<typeof removeSharedVariableInput>,
): Promise<void> {
  const project = await authorize(actor, "sharedVariables.edit", input.project);
  await eraseVariable(actor, projectAsHolder(project), input.key);
}
