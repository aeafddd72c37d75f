import { isDeepStrictEqual } from "node:util";
import { and, asc, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { steps } from "#db/schema/runs.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { view } from "#lib/api/view.ts";
import { pipelineOf } from "#lib/pipelines/find.ts";
import { stages } from "#lib/pipelines/stages.ts";

export const pipelineChangesInput = z.strictObject({ deployment: z.string() });

const change = z.object({
  kind: z.enum(["added", "changed", "removed"]),
  /** Of the hook. */
  name: z.string(),
  /** What exactly, in words. */
  detail: z.string(),
});

type Change = z.infer<typeof change>;

export const pipelineChangesView = view({ changes: z.array(change) });

interface Part {
  stage: string;
  name: string;
  action: string;
  input: Record<string, string>;
  runAs: string | null;
  timeoutSeconds: number;
}

/**
 * What is another in the pipeline now than when a deployment was queued: hooks that it ran or would have run beside those
 * that the next one will run. A hook is known again by its name.
 */
export async function findPipelineChanges(actor: Actor, input: z.infer<typeof pipelineChangesInput>) {
  const { id, appId } = await authorize(actor, "deployment.view", input.deployment);
  const before = await db
    .select()
    .from(steps)
    .where(and(eq(steps.runId, id), eq(steps.isHook, true)))
    .orderBy(asc(steps.position));
  const { hooks } = await pipelineOf(db, appId);
  const then = before.map(({ kind, ...step }) => ({ ...step, action: kind }));
  const now = hooks.filter(({ isEnabled }) => isEnabled);
  return { changes: changesBetween(then, now) };
}

export function changesBetween(then: readonly Part[], now: readonly Part[]): Change[] {
  const left = [...then];
  const found = now.flatMap((hook): Change[] => {
    const at = left.findIndex(({ name }) => name === hook.name);
    if (at < 0) return [{ kind: "added", name: hook.name, detail: `to ${titleOf(hook.stage)}` }];
    const [earlier] = left.splice(at, 1);
    const parts = earlier ? changedParts(earlier, hook) : [];
    return parts.length > 0 ? [{ kind: "changed", name: hook.name, detail: parts.join(", ") }] : [];
  });
  return [
    ...found,
    ...left.map(({ name, stage }): Change => ({
      kind: "removed",
      name,
      detail: `from ${titleOf(stage)}, or switched off`,
    })),
  ];
}

function changedParts(before: Part, after: Part): string[] {
  const parts = [
    before.stage !== after.stage && `moved to ${titleOf(after.stage)}`,
    before.action !== after.action && "another action",
    before.action === after.action && !isDeepStrictEqual(before.input, after.input) && "what it does",
    before.runAs !== after.runAs && `runs as ${after.runAs ?? "the server's own user"}`,
    before.timeoutSeconds !== after.timeoutSeconds && `at most ${after.timeoutSeconds} s`,
  ];
  return parts.filter((part) => part !== false);
}

function titleOf(stage: string): string {
  return Object.hasOwn(stages, stage) ? stages[stage as keyof typeof stages].title : stage;
}
