import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { hookFields, readInput } from "./hook.ts";
import { hookIn } from "./hook-in.ts";
import { refuseOtherUsers } from "./run-as.ts";
import { writePipeline } from "./write.ts";

const { stage: _, ...changeable } = hookFields;

export const updateHookInput = z.strictObject({
  app: z.string(),
  hook: z.string(),
  ...z.object(changeable).partial().shape,
});

/** Changes what is given and leaves the rest. Another action needs its own input beside it. */
export async function updateHook(actor: Actor, input: z.infer<typeof updateHookInput>) {
  const { app: appId, hook: id, ...given } = input;
  const pipeline = await writePipeline(actor, appId, async (current, tx, app) => {
    const hook = hookIn(current, id);
    const action = given.action ?? hook.action;
    const changed = { ...hook, ...given, input: readInput(action, given.input ?? hook.input) };
    if (given.runAs !== undefined) await refuseOtherUsers(tx, app, [{ field: "runAs", user: changed.runAs }]);
    return current.hooks.map((other) => (other.id === id ? changed : other));
  });
  return hookIn(pipeline, id);
}
