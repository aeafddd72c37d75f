import { eq } from "drizzle-orm";
import { db, type Transaction } from "#db/index.ts";
import { hooks } from "#db/schema/apps.ts";
import type { Actor } from "#lib/access/actor.ts";
import { type App, authorize } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { holdApp } from "#lib/apps/lock.ts";
import { invalid } from "#lib/failure.ts";
import { type Pipeline, pipelineOf } from "./find.ts";
import { type Hook, mostHooks } from "./hook.ts";
import { stageNames } from "./stages.ts";

/** Hooks as they will be: their order within a stage is their order in the list. */
export type Draft = Omit<Hook, "workspaceId" | "appId" | "priority" | "createdAt" | "note"> &
  Partial<Pick<Hook, "createdAt" | "note">>;

type Change = (pipeline: Pipeline, tx: Transaction, app: App) => Draft[] | Promise<Draft[]>;

/**
 * Changes the pipeline of an app in one piece. `change` gets the pipeline as it is, nobody else changes it meanwhile,
 * and answers how it shall be; what that changed is recorded.
 */
export async function writePipeline(actor: Actor, appId: string, change: Change): Promise<Pipeline> {
  const { id } = await authorize(actor, "pipeline.edit", appId);
  return db.transaction(async (tx) => changePipeline(tx, actor, await holdApp(tx, id), change));
}

/** The same as a part of something larger, which has authorised it and holds the app already. */
export async function changePipeline(tx: Transaction, actor: Actor, app: App, change: Change): Promise<Pipeline> {
  const before = await pipelineOf(tx, app.id);
  const drafts = await change(before, tx, app);
  if (drafts.length > mostHooks) throw invalid("hooks", `A pipeline has at most ${mostHooks} hooks.`);
  await replace(tx, app, drafts);
  const after = await pipelineOf(tx, app.id);
  if (after.version === before.version) return after;
  const resource = { kind: "app", id: app.id, label: app.name };
  await record(tx, actor, "pipeline.changed", resource, differenceOf(before.hooks, after.hooks));
  return after;
}

async function replace(tx: Transaction, app: App, drafts: Draft[]): Promise<void> {
  await tx.delete(hooks).where(eq(hooks.appId, app.id));
  if (drafts.length === 0) return;
  const { workspaceId, id: appId } = app;
  const rows = stageNames.flatMap((stage) =>
    drafts
      .filter((draft) => draft.stage === stage)
      .map((draft, priority) => ({ ...draft, workspaceId, appId, priority })),
  );
  await tx.insert(hooks).values(rows);
}

/** By name only: a hook's text may be anything. */
function differenceOf(before: Hook[], after: Hook[]): Record<string, string[]> {
  const earlier = new Map(before.map((hook) => [hook.id, hook]));
  const kept = new Set(after.map(({ id }) => id));
  const names = (list: Hook[]) => list.map(({ name }) => name);
  return {
    added: names(after.filter(({ id }) => !earlier.has(id))),
    changed: names(
      after.filter((hook) => earlier.has(hook.id) && JSON.stringify(hook) !== JSON.stringify(earlier.get(hook.id))),
    ),
    removed: names(before.filter(({ id }) => !kept.has(id))),
  };
}
