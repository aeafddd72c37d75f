import { and, desc, eq } from "drizzle-orm";
import { type Database, db, type Transaction } from "#db/index.ts";
import { detections } from "#db/schema/apps.ts";
import type { Detection } from "#lib/detection/detection.ts";

/** Everything that was ever found in an app's repository, the newest first. */
export async function detectionsOf(from: Database | Transaction, appId: string): Promise<Detection[]> {
  const rows = await from
    .select({ result: detections.result })
    .from(detections)
    .where(eq(detections.appId, appId))
    .orderBy(desc(detections.createdAt), desc(detections.id))
    .limit(100);
  return rows.map(({ result }) => result);
}

/** What was found last in a directory of an app's repository; null when nobody looked there yet. */
export async function lastDetection(appId: string, directory: string): Promise<Detection | null> {
  const [row] = await db
    .select({ result: detections.result })
    .from(detections)
    .where(and(eq(detections.appId, appId), eq(detections.directory, directory)))
    .orderBy(desc(detections.createdAt), desc(detections.id))
    .limit(1);
  return row?.result ?? null;
}

/** What was found at one commit, as a person saw it. */
export async function detectionAt(
  tx: Transaction,
  appId: string,
  at: { commit: string; directory: string },
): Promise<Detection | null> {
  const [row] = await tx
    .select({ result: detections.result })
    .from(detections)
    .where(and(eq(detections.appId, appId), eq(detections.commit, at.commit), eq(detections.directory, at.directory)));
  return row?.result ?? null;
}
