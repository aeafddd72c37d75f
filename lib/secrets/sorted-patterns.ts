/** Neighbours in the sorted order: from the first index to the one after the last. */
export interface Range {
  from: number;
  to: number;
}

/** Patterns in the order of their bytes, in which all that begin alike are neighbours. */
export class SortedPatterns {
  readonly all: readonly Buffer[];
  readonly longest: number;
  /** For each pattern the index of the longest other one that it begins with, or -1. */
  readonly #prefix: Int32Array;
  /** 1 for each pair of bytes that a pattern begins with. */
  readonly #beginnings = new Uint8Array(2 ** 16);
  readonly #everything: Range;

  constructor(patterns: Iterable<Buffer>) {
    this.all = distinct([...patterns].sort(Buffer.compare));
    this.longest = this.all.reduce((longest, pattern) => Math.max(longest, pattern.length), 0);
    this.#everything = { from: 0, to: this.all.length };
    this.#prefix = prefixesAmong(this.all);
    for (const pattern of this.all) this.#beginnings[pattern.readUInt16BE(0)] = 1;
  }

  /** The length of the longest pattern of `range` that stands in `text` at `start`; 0 when none does. */
  longestAt(text: Buffer, start: number, range: Range): number {
    let at = this.#firstAfter(text, start, range) - 1;
    while (at >= range.from && !standsAt(text, start, this.#at(at))) at = this.#prefix[at] ?? -1;
    return at >= range.from ? this.#at(at).length : 0;
  }

  /** Whether all of `text` from `start` on is the beginning of a longer pattern. */
  goesOnAfter(text: Buffer, start: number, range = this.#everything): boolean {
    if (start + 1 < text.length && this.#beginnings[text.readUInt16BE(start)] === 0) return false;
    const next = this.all[this.#firstAfter(text, start, range)];
    return next !== undefined && standsAt(next, 0, text.subarray(start));
  }

  /** The index of the first pattern of `range` that sorts after these bytes of `text`. */
  #firstAfter(text: Buffer, start: number, { from, to }: Range): number {
    const end = Math.min(text.length, start + this.longest);
    while (from < to) {
      const middle = (from + to) >>> 1;
      const pattern = this.#at(middle);
      if (text.compare(pattern, 0, pattern.length, start, end) < 0) to = middle;
      else from = middle + 1;
    }
    return from;
  }

  #at(index: number): Buffer {
    return this.all[index] as Buffer;
  }
}

function distinct(sorted: Buffer[]): Buffer[] {
  return sorted.filter((pattern, at) => at === 0 || !pattern.equals(sorted[at - 1] as Buffer));
}

// What a pattern begins with sorts before it, with nothing between them that does not begin so too.
function prefixesAmong(sorted: readonly Buffer[]): Int32Array {
  const prefix = new Int32Array(sorted.length).fill(-1);
  for (const [index, pattern] of sorted.entries()) {
    let candidate = index - 1;
    while (candidate >= 0 && !standsAt(pattern, 0, sorted[candidate] as Buffer)) candidate = prefix[candidate] ?? -1;
    prefix[index] = candidate;
  }
  return prefix;
}

function standsAt(text: Buffer, start: number, part: Buffer): boolean {
  const end = start + part.length;
  return end <= text.length && text.compare(part, 0, part.length, start, end) === 0;
}
