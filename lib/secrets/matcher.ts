import { SortedPatterns } from "./sorted-patterns.ts";
import type { Range } from "./sorted-patterns.ts";

/** Finds many byte sequences in one pass. All of them are at least `windowBytes` long. */
export interface Matcher {
  /** Calls `found` for each place where a pattern begins, in order, with the end of the longest one there. */
  find(text: Buffer, found: (start: number, end: number) => void): void;
  /** Where the part begins that more bytes could still turn into a pattern; the length of `text` when none could. */
  undecidedFrom(text: Buffer): number;
}

const windowBytes = 8;

/**
 * One table lookup a byte: the hash of the last eight bytes says whether a pattern may begin with them. Only then are
 * the patterns compared that do, which lie side by side in sorted order.
 */
export function compile(patterns: Iterable<Buffer>): Matcher {
  const sorted = new SortedPatterns(patterns);
  const windows = windowsOf(sorted);
  const shift = 32 - tableBits(windows.size);
  const mayBegin = new Uint8Array(2 ** (32 - shift));
  for (const window of windows.keys()) mayBegin[window >>> shift] = 1;

  /** Visits the places from `from` on where the window is one that patterns begin with. */
  function scan(text: Buffer, from: number, visit: (start: number, range: Range) => void): void {
    let older = 0;
    let newer = 0;
    for (let at = from; at < text.length; at++) {
      older = (older << 8) | (newer >>> 24);
      newer = (newer << 8) | (text[at] as number);
      const window = hash(older, newer);
      if (mayBegin[window >>> shift] === 0) continue;
      const [start, range] = [at - windowBytes + 1, windows.get(window)];
      if (range && start >= from) visit(start, range);
    }
  }

  function find(text: Buffer, found: (start: number, end: number) => void): void {
    scan(text, 0, (start, range) => {
      const length = sorted.longestAt(text, start, range);
      if (length > 0) found(start, start + length);
    });
  }

  function undecidedFrom(text: Buffer): number {
    let first = text.length;
    scan(text, Math.max(0, text.length - sorted.longest + 1), (start, range) => {
      if (first === text.length && sorted.goesOnAfter(text, start, range)) first = start;
    });
    return first < text.length ? first : shortUndecidedFrom(text);
  }

  function shortUndecidedFrom(text: Buffer): number {
    let start = Math.max(0, text.length - windowBytes + 1);
    while (start < text.length && !sorted.goesOnAfter(text, start)) start++;
    return start;
  }

  return { find, undecidedFrom };
}

// Windows of the same hash share one range, which then holds more patterns than needed but stays sorted.
function windowsOf(sorted: SortedPatterns): Map<number, Range> {
  const windows = new Map<number, Range>();
  for (const [index, pattern] of sorted.all.entries()) {
    const window = hash(pattern.readInt32BE(0), pattern.readInt32BE(4));
    windows.set(window, { from: windows.get(window)?.from ?? index, to: index + 1 });
  }
  return windows;
}

function tableBits(count: number): number {
  return Math.min(20, Math.max(12, Math.ceil(Math.log2(count + 1)) + 6));
}

function hash(older: number, newer: number): number {
  return (Math.imul(older, 0x9e3779b1) ^ Math.imul(newer, 0x85ebca6b)) >>> 0;
}
