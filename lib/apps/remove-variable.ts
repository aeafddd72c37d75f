import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { appAsHolder } from "./variable-holder.ts";
import { eraseVariable } from "./write-variables.ts";

export const removeVariableInput = z.strictObject({ app: z.string(), key: z.string() });

/** Of the app's own; a shared one of that name then counts again. */
export async function removeVariable(actor: Actor, input: z.infer<typeof removeVariableInput>): Promise<void> {
  const app = await authorize(actor, "variables.edit", input.app);
  await eraseVariable(actor, appAsHolder(app), input.key);
}
