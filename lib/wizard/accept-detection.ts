import { z } from "zod";
import { db } from "#db/index.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { parse } from "#lib/access/entry.ts";
import { appFields } from "#lib/apps/fields.ts";
import { rereadApp } from "#lib/apps/find.ts";
import { holdApp } from "#lib/apps/lock.ts";
import type { Detection } from "#lib/detection/detection.ts";
import { Failure } from "#lib/failure.ts";
import { applyProposal } from "./propose.ts";
import { detectionAt } from "./stored-detections.ts";

export const acceptDetectionInput = z.strictObject({
  app: z.string(),
  /** What was looked at when the person agreed. */
  commit: z.string().regex(/^[0-9a-f]{40,64}$/, "A commit is named by its full id."),
  directory: appFields.directory.default(""),
});

/** Makes what was detected the app's own: platform, commands, requirements and pipeline. All of it can be changed later. */
export async function acceptDetection(actor: Actor, input: z.infer<typeof acceptDetectionInput>) {
  const { id } = await authorize(actor, "app.update", input.app);
  await authorize(actor, "pipeline.edit", input.app);
  await db.transaction(async (tx) => {
    const app = await holdApp(tx, id);
    const detection = await detectionAt(tx, id, input);
    if (!detection)
      throw new Failure("conflict", "Nothing is known of this commit any more. Look at the repository again.");
    await applyProposal(tx, actor, app, { fields: fieldsOf(detection), hooks: detection.hooks });
  });
  return rereadApp(id);
}

const acceptable = z.strictObject(appFields).partial();

/** A repository can hold anything: what it proposes is read as strictly as what a person sends. */
function fieldsOf({ variables, ...found }: Detection): z.infer<typeof acceptable> {
  return parse(acceptable, {
    platform: found.platform,
    directory: found.directory,
    installCommand: found.installCommand,
    buildCommand: found.buildCommand,
    migrateCommand: found.migrateCommand,
    startCommand: found.startCommand,
    outputDirectory: found.outputDirectory,
    storagePaths: found.storagePaths,
    processes: found.processes,
    requirements: found.requirements,
    requiredVariables: variables.filter(({ isRequired }) => isRequired).map(({ key }) => key),
  });
}
