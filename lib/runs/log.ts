import { eq, sql } from "drizzle-orm";
import { logChunks, runs, steps } from "#db/schema/runs.ts";
import { announce } from "#lib/jobs/listen.ts";
import type { Redactor } from "#lib/secrets/redact.ts";
import { type Lease, underLease } from "./lease.ts";
import type { Step } from "./ledger.ts";
import { cutLine, splitLines } from "./lines.ts";
import { keepTail } from "./tail.ts";

/** Of one step's output, the first 8 MB and the last 2 MB stay; the cut between them is marked. */
const headLimit = 8 * 1024 * 1024;
const tailLimit = 2 * 1024 * 1024;
const flushBytes = 64 * 1024;
const flushMilliseconds = 30;

/** Where a step's output goes: redacted, split into lines, numbered, stored and announced. */
export interface LogSink {
  /** Takes raw bytes. Resolves when there is room for more. */
  write(chunk: Buffer): Promise<void>;
  /** Stores what is left. */
  end(): Promise<void>;
  /** The last line so far, redacted: often what explains a failure. */
  readonly lastLine: string | undefined;
  /** Where a follower goes on if it has to connect again: raw bytes taken so far. */
  readonly received: number;
}

/**
 * Opens the sink of one step at the byte where the ledger stands. Lines and offset commit together, so that a runner
 * that dies leaves neither a gap nor a line twice.
 */
export function openLog(lease: Lease, step: Step, redactor: Redactor): LogSink {
  const base = step.outputOffset;
  const lines = splitLines();
  const tail = keepTail(tailLimit);
  let headBytes = base;
  let isHeadFull = false;
  let received = base;
  let pending: string[] = [];
  let pendingBytes = 0;
  let timer: NodeJS.Timeout | undefined;
  let storing: Promise<void> = Promise.resolve();
  let failure: Error | undefined;
  let lastLine: string | undefined;

  const store = (texts: string[], offset: number, isCut: boolean): Promise<void> => {
    storing = storing.then(() => append(lease, step, texts, offset, isCut));
    storing.catch((error: unknown) => (failure = error instanceof Error ? error : new Error(String(error))));
    return storing;
  };

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (pending.length === 0) return storing;
    const texts = pending;
    pending = [];
    pendingBytes = 0;
    return store(texts, base + lines.consumed, false);
  };

  const read = (raw: Buffer[]): string[] => {
    const texts = raw.length > 0 ? redactLines(raw, redactor) : [];
    lastLine = texts.findLast((text) => text.trim() !== "") ?? lastLine;
    return texts;
  };

  const addToHead = (raw: Buffer[]): void => {
    const texts = read(raw);
    pending.push(...texts);
    const size = texts.reduce((sum, text) => sum + text.length + 1, 0);
    pendingBytes += size;
    headBytes += size;
  };

  /** From here on only the end of the output counts; the stored offset stays where the head ends. */
  const endHead = async (): Promise<void> => {
    isHeadFull = true;
    await flush();
    tail.push(lines.partial());
  };

  const take = async (piece: Buffer): Promise<void> => {
    if (failure) throw failure;
    if (!isHeadFull && headBytes >= headLimit) await endHead();
    if (isHeadFull) return tail.push(piece);
    addToHead(lines.push(piece));
    if (pendingBytes >= flushBytes) await flush();
    else if (pending.length > 0) timer ??= setTimeout(() => void flush().catch(() => undefined), flushMilliseconds);
  };

  return {
    async write(chunk) {
      received += chunk.length;
      for (let at = 0; at < chunk.length; at += flushBytes) await take(chunk.subarray(at, at + flushBytes));
    },
    async end() {
      clearTimeout(timer);
      addToHead(lines.rest());
      const { bytes, cutLines } = tail.take();
      const last = [...pending, ...cutMark(cutLines), ...read(allLines(bytes))];
      pending = [];
      await storing;
      if (last.length > 0 || step.outputOffset !== received) await store(last, received, cutLines > 0);
    },
    get lastLine() {
      return lastLine;
    },
    get received() {
      return received;
    },
  };
}

/** A step that begins anew on its host writes a new output: its log goes on below what was there. */
export async function restartLog(lease: Lease, step: Step): Promise<void> {
  await append(lease, step, ["[started again: the server lost it]"], 0, step.isCut);
}

function cutMark(cutLines: number): string[] {
  return cutLines > 0 ? [`[${cutLines.toLocaleString("en")} lines cut here: a step keeps 10 MB]`] : [];
}

function allLines(bytes: Buffer): Buffer[] {
  const lines = splitLines();
  return [...lines.push(bytes), ...lines.rest()];
}

function redactLines(raw: Buffer[], redactor: Redactor): string[] {
  const newline = Buffer.from("\n");
  const joined = Buffer.concat(raw.flatMap((line) => [line, newline]));
  const stream = redactor.stream();
  const clean = Buffer.concat([stream.write(joined), stream.end()]).toString("utf8");
  return clean.slice(0, -1).split("\n").map(cutLine);
}

async function append(lease: Lease, step: Step, texts: string[], offset: number, isCut: boolean): Promise<void> {
  await underLease(lease, async (tx) => {
    const [run] = await tx
      .update(runs)
      .set({ lineCount: sql`${runs.lineCount} + ${texts.length}` })
      .where(eq(runs.id, lease.runId))
      .returning({ lineCount: runs.lineCount });
    if (texts.length > 0) {
      await tx.insert(logChunks).values({
        workspaceId: lease.workspaceId,
        runId: lease.runId,
        firstLine: (run?.lineCount ?? 0) - texts.length + 1,
        lineCount: texts.length,
        stepPosition: step.position,
        lines: texts.join("\n"),
      });
    }
    await tx.update(steps).set({ outputOffset: offset, isCut }).where(eq(steps.id, step.id));
    await announce(tx, lease.runId);
  });
  step.outputOffset = offset;
  step.isCut = isCut;
}
