import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { hookIn } from "./hook-in.ts";
import { writePipeline } from "./write.ts";

export const removeHookInput = z.strictObject({ app: z.string(), hook: z.string() });

export async function removeHook(actor: Actor, { app, hook: id }: z.infer<typeof removeHookInput>): Promise<void> {
  await writePipeline(actor, app, (pipeline) => {
    hookIn(pipeline, id);
    return pipeline.hooks.filter((hook) => hook.id !== id);
  });
}
