import { and, desc, eq, sql } from "drizzle-orm";
import { type Database, db, type Transaction } from "#db/index.ts";
import { detections } from "#db/schema/apps.ts";
import type { Detection } from "#lib/detection/detection.ts";

/** The hooks of the latest looks at an app's repository: of all that was found they alone are read, for a look can be long. */
export async function hooksEverFound(from: Database | Transaction, appId: string): Promise<Detection["hooks"]> {
  const rows = await from
    .select({ hooks: sql<Detection["hooks"]>`${detections.result} -> 'hooks'` })
    .from(detections)
    .where(eq(detections.appId, appId))
    .orderBy(desc(detections.createdAt), desc(detections.id))
    .limit(100);
  return rows.flatMap(({ hooks }) => hooks);
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
