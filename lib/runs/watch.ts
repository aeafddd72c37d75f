import { eq } from "drizzle-orm";
import { db } from "#db/index.ts";
import { runs } from "#db/schema/runs.ts";
import { hangBell } from "#lib/jobs/bell.ts";
import { type LogChunk, readLog } from "./read-log.ts";
import { isOver } from "./states.ts";

/** Where a watcher stands: the last line it has, and the last version of the run. */
export interface Cursor {
  line: number;
  version: number;
}

export type News = { kind: "run"; cursor: Cursor } | { kind: "log"; cursor: Cursor; chunks: LogChunk[] };

/** A notification can be lost; this often a watcher looks by itself. */
const pollMilliseconds = 2000;

/**
 * Follows a run from a cursor: every line once and in order, and a word whenever its state changed. Ends after the last
 * line of a run that is over, or when the signal says so.
 */
export async function* watchRun(runId: string, from: Cursor, signal: AbortSignal): AsyncGenerator<News> {
  const cursor = { ...from };
  const bell = hangBell(runId, signal, pollMilliseconds);
  try {
    while (!signal.aborted) {
      const [run] = await db.select().from(runs).where(eq(runs.id, runId));
      if (!run) return;
      for (let chunks = await readLog(runId, cursor.line); chunks.length > 0;) {
        cursor.line = lastLine(chunks);
        yield { kind: "log", cursor: { ...cursor }, chunks };
        chunks = cursor.line < run.lineCount ? await readLog(runId, cursor.line) : [];
      }
      if (run.version !== cursor.version) {
        cursor.version = run.version;
        yield { kind: "run", cursor: { ...cursor } };
      }
      if (isOver(run.status) && cursor.line >= run.lineCount) return;
      await bell.next();
    }
  } finally {
    bell.stop();
  }
}

function lastLine(chunks: LogChunk[]): number {
  const last = chunks.at(-1);
  return last ? last.firstLine + last.lines.length - 1 : 0;
}
