import { z } from "zod";
import { newId } from "#db/columns.ts";
import type { Actor } from "#lib/access/actor.ts";
import { notFound } from "#lib/access/authorize.ts";
import { Failure } from "#lib/failure.ts";
import type { Pipeline } from "./find.ts";
import { mostHooks, newHookFields, readInput } from "./hook.ts";
import { refuseOtherUsers } from "./run-as.ts";
import { type Draft, writePipeline } from "./write.ts";

export const savePipelineInput = z.strictObject({
  app: z.string(),
  /** Of the pipeline that the changes were made to. */
  version: z.string().max(60),
  hooks: z
    .array(z.strictObject({ id: z.string().optional(), ...newHookFields }))
    .max(mostHooks, `A pipeline has at most ${mostHooks} hooks.`),
});

type Given = z.infer<typeof savePipelineInput>["hooks"];

/**
 * Replaces the whole pipeline: all of it or nothing. Hooks with an id stay the ones they were; their order in the list
 * is their order within their stage. Throws `conflict` when somebody changed the pipeline since `version`.
 */
export async function savePipeline(actor: Actor, input: z.infer<typeof savePipelineInput>): Promise<Pipeline> {
  return writePipeline(actor, input.app, async (pipeline, tx, app) => {
    if (pipeline.version !== input.version) throw stale();
    const drafts = draftsFrom(input.hooks, pipeline);
    await refuseOtherUsers(
      tx,
      app,
      drafts.map(({ runAs }, index) => ({ field: `hooks.${index}.runAs`, user: runAs })),
    );
    return drafts;
  });
}

function draftsFrom(given: Given, pipeline: Pipeline): Draft[] {
  const known = new Map(pipeline.hooks.map((hook) => [hook.id, hook]));
  return given.map(({ id, ...hook }, index) => {
    const earlier = id === undefined ? undefined : known.get(id);
    if (id !== undefined && !earlier) throw notFound("hook");
    // An id that comes twice is not there the second time.
    known.delete(id ?? "");
    const input = readInput(hook.action, hook.input, `hooks.${index}.input`);
    return { ...hook, input, id: id ?? newId(), createdAt: earlier?.createdAt };
  });
}

function stale(): Failure {
  return new Failure(
    "conflict",
    "Somebody changed this pipeline since you opened it. Load it again, then make your changes to that one.",
  );
}
