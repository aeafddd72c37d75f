import { isDeepStrictEqual } from "node:util";
import { newId } from "#db/columns.ts";
import type { Transaction } from "#db/index.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { App } from "#lib/access/authorize.ts";
import { changeApp } from "#lib/apps/update.ts";
import { type Hook, readInput } from "#lib/pipelines/hook.ts";
import { changePipeline, type Draft } from "#lib/pipelines/write.ts";
import { platforms } from "#lib/platforms/index.ts";
import type { ProposedHook } from "#lib/platforms/platform.ts";
import { moveTo, reachedBy } from "./move.ts";
import { hooksEverFound } from "./stored-detections.ts";

export interface Proposal {
  /** Of the app's own fields. */
  fields: Parameters<typeof changeApp>[3];
  hooks: readonly ProposedHook[];
}

/** Writes what a person agreed to into an app, which is held, and its pipeline, and opens the next step. */
export async function applyProposal(tx: Transaction, actor: Actor, app: App, { fields, hooks }: Proposal) {
  reachedBy(app);
  const earlier = await everProposed(tx, app);
  await changeApp(tx, actor, app, fields);
  await changePipeline(tx, actor, app, (pipeline) => merge(pipeline.hooks, hooks, earlier));
  await moveTo(tx, actor, app, "build");
}

/** What any platform, or any look at this repository, would have put into the pipeline. */
async function everProposed(tx: Transaction, app: App): Promise<ProposedHook[]> {
  const offered = Object.values(platforms).flatMap((one): readonly ProposedHook[] => one.hooks);
  return [...offered, ...(await hooksEverFound(tx, app.id))];
}

/** Own hooks stay as they are. Of those that were proposed earlier only what is proposed still stays, switched as it was. */
function merge(stored: readonly Hook[], proposed: readonly ProposedHook[], earlier: readonly ProposedHook[]): Draft[] {
  const kept = stored.filter((hook) => isAmong(proposed, hook) || !isAmong(earlier, hook));
  return [...kept, ...proposed.filter((hook) => !isAmong(kept, hook)).map(draftOf)];
}

type Same = Pick<ProposedHook, "stage" | "name" | "action" | "input">;

function isAmong(hooks: readonly Same[], { stage, name, action, input }: Same): boolean {
  return hooks.some((hook) =>
    isDeepStrictEqual([hook.stage, hook.name, hook.action, hook.input], [stage, name, action, input]),
  );
}

function draftOf({ stage, name, action, input, reason, isEnabled }: ProposedHook): Draft {
  const rest = { runAs: null, timeoutSeconds: 600, isEnabled, note: reason };
  return { id: newId(), stage, name, action, input: readInput(action, input), ...rest };
}
