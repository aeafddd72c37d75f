import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { type Database, db, type Transaction } from "#db/index.ts";
import { hooks } from "#db/schema/apps.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import type { Hook } from "./hook.ts";
import { stageNames } from "./stages.ts";

export const findPipelineInput = z.strictObject({ app: z.string() });

export interface Pipeline {
  /** Changes with every change of a hook; a save names the one that it began from. */
  version: string;
  hooks: Hook[];
}

/** The hooks of an app, in the order in which they run. */
export async function findPipeline(actor: Actor, input: z.infer<typeof findPipelineInput>): Promise<Pipeline> {
  const app = await authorize(actor, "app.view", input.app);
  return pipelineOf(db, app.id);
}

export async function pipelineOf(from: Database | Transaction, appId: string): Promise<Pipeline> {
  const rows = await from.select().from(hooks).where(eq(hooks.appId, appId));
  const ordered = rows.toSorted(
    (a, b) =>
      stageNames.indexOf(a.stage) - stageNames.indexOf(b.stage) || a.priority - b.priority || (a.id < b.id ? -1 : 1),
  );
  return { version: versionOf(ordered), hooks: ordered };
}

function versionOf(ordered: Hook[]): string {
  const parts = ordered.map(({ id, stage, name, action, input, runAs, timeoutSeconds, isEnabled, note }) => [
    ...[id, stage, name, action, runAs, timeoutSeconds, isEnabled, note],
    Object.entries(input).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ]);
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 22);
}
