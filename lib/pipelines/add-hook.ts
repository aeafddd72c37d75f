import { z } from "zod";
import { newId } from "#db/columns.ts";
import type { Actor } from "#lib/access/actor.ts";
import { newHookFields, readInput } from "./hook.ts";
import { hookIn } from "./hook-in.ts";
import { refuseOtherUsers } from "./run-as.ts";
import { writePipeline } from "./write.ts";

export const addHookInput = z.strictObject({ app: z.string(), ...newHookFields });

/** Adds a hook at the end of its stage. */
export async function addHook(actor: Actor, { app: appId, ...given }: z.infer<typeof addHookInput>) {
  const id = newId();
  const pipeline = await writePipeline(actor, appId, async ({ hooks }, tx, app) => {
    const hook = { ...given, id, input: readInput(given.action, given.input) };
    await refuseOtherUsers(tx, app, [{ field: "runAs", user: hook.runAs }]);
    return [...hooks, hook];
  });
  return hookIn(pipeline, id);
}
