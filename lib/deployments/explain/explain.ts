import { plainLine } from "./plain-line.ts";
import { signatures } from "./signatures.ts";
import type { FailedStep, Found, Signature, Words } from "./signature.ts";

/** Why a step likely failed, and what to do about it. Only what the server itself has found out is told without "likely". */
export interface Explanation {
  cause: string;
  next: string;
  /** What speaks for it: lines of the log, and what the server found out. */
  evidence: string[];
}

export interface Recognised {
  signature: Signature;
  isProven: boolean;
  found: Found;
  evidence: string[];
}

const linesLimit = 600;
const lineLimit = 1000;
const evidenceLimit = 300;

/** Null where nothing is recognised: better no explanation than an invented one. `lines` are redacted, as the log keeps them. */
export function explain(step: FailedStep, lines: readonly string[]): Explanation | null {
  const recognised = recognise(step, lines);
  if (!recognised) return null;
  const { signature, isProven, found, evidence } = recognised;
  const cause = inWords(signature.cause, found);
  return {
    cause: isProven ? `${cause.charAt(0).toUpperCase()}${cause.slice(1)}` : `Likely ${cause}`,
    next: inWords(signature.next, found),
    evidence,
  };
}

/** The first of the table that fits: what breaks other things comes before what is broken by it. */
export function recognise(step: FailedStep, lines: readonly string[]): Recognised | null {
  const plain = lines.slice(-linesLimit).map(withoutColours);
  for (const signature of signatures) {
    if (signature.only?.(step) === false) continue;
    const proof = signature.proof?.(step) ?? null;
    const line = lastLineOf(signature, plain);
    if (proof === null && !line) continue;
    const evidence = [...(line ? [line.text] : []), ...(proof === null ? [] : [proof])];
    return { signature, isProven: proof !== null, found: { said: line?.said ?? {}, step }, evidence };
  }
  return null;
}

/** Of the first pattern that fits anywhere: those that tell more come first. */
function lastLineOf({ lines: patterns }: Signature, lines: readonly string[]) {
  for (const pattern of patterns) {
    const text = lines.findLast((line) => pattern.test(line));
    if (text !== undefined)
      return { text: text.trim().slice(0, evidenceLimit), said: pattern.exec(text)?.groups ?? {} };
  }
  return undefined;
}

function withoutColours(line: string): string {
  return plainLine(line.slice(0, lineLimit));
}

function inWords(words: Words, found: Found): string {
  return typeof words === "string" ? words : words(found);
}
