import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import type { Pipeline } from "./find.ts";
import { hookFields, mostHooks } from "./hook.ts";
import { hookIn } from "./hook-in.ts";
import { writePipeline } from "./write.ts";

export const moveHookInput = z.strictObject({
  app: z.string(),
  hook: z.string(),
  stage: hookFields.stage,
  /** Its place in that stage, from 0; past the end means the end. */
  priority: z.number().int().min(0, "Places are counted from 0.").max(mostHooks, "There is no such place."),
});

/** Moves a hook to a place in its own or another stage; the others close up. */
export async function moveHook(actor: Actor, input: z.infer<typeof moveHookInput>): Promise<Pipeline> {
  const { app: appId, hook: id, stage, priority } = input;
  return writePipeline(actor, appId, (pipeline) => {
    const moved = { ...hookIn(pipeline, id), stage };
    const others = pipeline.hooks.filter((hook) => hook.id !== id);
    const inStage = others.filter((hook) => hook.stage === stage).toSpliced(priority, 0, moved);
    return [...others.filter((hook) => hook.stage !== stage), ...inStage];
  });
}
