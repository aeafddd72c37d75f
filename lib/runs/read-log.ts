import { and, asc, eq, gte, sql } from "drizzle-orm";
import { db } from "#db/index.ts";
import { logChunks } from "#db/schema/runs.ts";

export interface LogChunk {
  /** Number of the first line; lines of a run count from 1 without gaps. */
  firstLine: number;
  stepPosition: number;
  at: Date;
  lines: string[];
}

/** As far as the column counts, with room for the sums below. */
const mostLines = 2 ** 31 - 8;

/** Lines after a number, in order, at most about 256 kB at a time. An empty answer means that there are no more yet. */
export async function readLog(runId: string, after: number, limitBytes = 256 * 1024): Promise<LogChunk[]> {
  const afterLine = Math.min(after, mostLines);
  const rows = await db
    .select()
    .from(logChunks)
    .where(and(eq(logChunks.runId, runId), gte(sql`${logChunks.firstLine} + ${logChunks.lineCount}`, afterLine + 2)))
    .orderBy(asc(logChunks.firstLine))
    .limit(64);
  const chunks: LogChunk[] = [];
  let size = 0;
  for (const row of rows) {
    const skipped = Math.max(0, afterLine + 1 - row.firstLine);
    const lines = row.lines.split("\n").slice(skipped);
    chunks.push({ firstLine: row.firstLine + skipped, stepPosition: row.stepPosition, at: row.at, lines });
    size += row.lines.length;
    if (size >= limitBytes) break;
  }
  return chunks;
}
