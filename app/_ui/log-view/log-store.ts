import { plainText } from "./ansi.ts";
import type { LogLine, LogStep } from "./log-line.ts";

/** A log outside React, so that a thousand appended lines cost one render of what is visible. */
export interface LogStore {
  /** Takes lines in order. Numbers that are here already are left out, so that a reconnect may repeat some. */
  append(lines: readonly LogLine[]): void;
  setSteps(steps: readonly LogStep[]): void;
  /** Looks for words in all lines, those to come included; an empty query ends it. */
  find(query: string): void;
  /** Called at most once a frame. */
  subscribe(listener: () => void): () => void;
  /** Grows with every change; what `read` returns is the same object for the same version. */
  version(): number;
  read(): LogContent;
  /** For resuming a stream: 0 when empty. */
  lastNumber(): number;
}

export interface LogContent {
  steps: readonly LogStep[];
  linesOf(step: string): readonly LogLine[];
  lineCount: number;
  /** Of the longest line, in characters. */
  width: number;
  query: string;
  /** Lines that hold the query, in order. */
  matches: readonly LogLine[];
}

const sliceLines = 20_000;
const noLines: readonly LogLine[] = [];

export function makeLogStore(steps: readonly LogStep[] = [], lines: readonly LogLine[] = []): LogStore {
  const listeners = new Set<() => void>();
  const all: LogLine[] = [];
  const byStep = new Map<string, LogLine[]>();
  let known = steps;
  let width = 0;
  let query = "";
  let matches: LogLine[] = [];
  let scanned = 0;
  let version = 0;
  let isScheduled = false;
  let content = snapshot();

  take(lines);
  content = snapshot();

  function snapshot(): LogContent {
    const linesOf = (step: string) => byStep.get(step) ?? noLines;
    return { steps: known, linesOf, lineCount: all.length, width, query, matches };
  }
  function take(added: readonly LogLine[]) {
    let last = all.at(-1)?.number ?? 0;
    for (const line of added) {
      if (line.number <= last) continue;
      last = line.number;
      all.push(line);
      width = Math.max(width, line.text.length);
      stepLines(line.step).push(line);
    }
  }
  function stepLines(step: string): LogLine[] {
    const there = byStep.get(step);
    if (there) return there;
    const made: LogLine[] = [];
    byStep.set(step, made);
    if (!known.some(({ key }) => key === step)) known = [...known, { key: step, title: step, status: "processing" }];
    return made;
  }
  function change() {
    if (isScheduled) return;
    isScheduled = true;
    nextFrame(publish);
  }
  function publish() {
    isScheduled = false;
    scanSlice();
    version++;
    content = snapshot();
    for (const listener of listeners) listener();
    if (query && scanned < all.length) change();
  }
  function scanSlice() {
    if (!query) return;
    const end = Math.min(all.length, scanned + sliceLines);
    const found = all.slice(scanned, end).filter((line) => plainText(line.text).toLowerCase().includes(query));
    if (found.length > 0) matches = [...matches, ...found];
    scanned = end;
  }

  return {
    append(added) {
      take(added);
      change();
    },
    setSteps(next) {
      const strangers = known.filter(({ key }) => byStep.has(key) && !next.some((step) => step.key === key));
      known = [...next, ...strangers];
      change();
    },
    find(words) {
      query = words.trim().toLowerCase();
      matches = [];
      scanned = 0;
      change();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
    read: () => content,
    lastNumber: () => all.at(-1)?.number ?? 0,
  };
}

function nextFrame(work: () => void): void {
  if (typeof requestAnimationFrame === "function") requestAnimationFrame(work);
  else setTimeout(work, 0);
}
