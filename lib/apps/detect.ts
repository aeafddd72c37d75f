import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { detections } from "#db/schema/apps.ts";
import type { Actor } from "#lib/access/actor.ts";
import { type App, authorize } from "#lib/access/authorize.ts";
import { detect, detectorVersion } from "#lib/detection/detect.ts";
import type { SourceTree } from "#lib/detection/source-tree.ts";
import { appFields } from "./fields.ts";
import { openTree } from "./source-tree.ts";

export const detectAppInput = z.strictObject({
  app: z.string(),
  /** Where in the repository to look; left out, where the app is. */
  directory: appFields.directory.optional(),
  /** Look anew, though the commit was looked at before. */
  rescan: z.boolean().default(false),
});

/**
 * What the head of the app's branch seems to be now. Remembered for each commit and directory, and applied by nobody but
 * a person. Throws in words for a repository that can't be read, and beside `directory` for one that is not there.
 */
export async function detectApp(actor: Actor, { app: id, directory, rescan }: z.infer<typeof detectAppInput>) {
  const app = await authorize(actor, "app.update", id);
  const tree = await openTree(app);
  const within = directory ?? app.directory;
  const remembered = rescan ? null : await recall(app, tree.commit, within);
  return remembered ?? (await look(app, tree, within));
}

async function recall(app: App, commit: string, directory: string) {
  const [found] = await db
    .select()
    .from(detections)
    .where(
      and(
        eq(detections.workspaceId, app.workspaceId),
        eq(detections.appId, app.id),
        eq(detections.commit, commit),
        eq(detections.directory, directory),
        eq(detections.version, detectorVersion),
      ),
    );
  return found ? { ...found.result, detectedAt: found.createdAt } : null;
}

async function look(app: App, tree: SourceTree, directory: string) {
  const result = await detect(tree, directory);
  const detectedAt = new Date();
  const kept = { commit: tree.commit, directory, version: detectorVersion, result, createdAt: detectedAt };
  await db
    .insert(detections)
    .values({ id: newId(), workspaceId: app.workspaceId, appId: app.id, ...kept })
    .onConflictDoUpdate({ target: [detections.appId, detections.commit, detections.directory], set: kept });
  return { ...result, detectedAt };
}
