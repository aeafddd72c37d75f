import { and, desc, eq } from "drizzle-orm";
import { db } from "#db/index.ts";
import { logChunks } from "#db/schema/runs.ts";

const bytesLimit = 256 * 1024;
/** A program that writes slowly leaves a piece for each of its lines; few are read where few are enough. */
const tries = [16, 1024] as const;

/** The end of one step's log, redacted as it was stored: at most `limit` lines, of about 256 kB or more. */
export async function lastLines(runId: string, stepPosition: number, limit: number): Promise<string[]> {
  let pieces: string[] = [];
  for (const most of tries) {
    pieces = await lastPieces(runId, stepPosition, most);
    const text = pieces.join("\n");
    if (pieces.length < most || text.length >= bytesLimit || text.split("\n").length >= limit) break;
  }
  return pieces.length === 0 ? [] : pieces.join("\n").split("\n").slice(-limit);
}

async function lastPieces(runId: string, stepPosition: number, most: number): Promise<string[]> {
  const rows = await db
    .select({ lines: logChunks.lines })
    .from(logChunks)
    .where(and(eq(logChunks.runId, runId), eq(logChunks.stepPosition, stepPosition)))
    .orderBy(desc(logChunks.firstLine))
    .limit(most);
  return rows.map(({ lines }) => lines).toReversed();
}
