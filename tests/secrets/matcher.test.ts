import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { compile } from "#lib/secrets/matcher.ts";
import { runs } from "#tests/support/soak.ts";

vi.setConfig({ testTimeout: runs(30_000, 600_000) });

// Two letters and short patterns, so that they nest, overlap and repeat all the time.
const letters = fc.constantFrom("a", "b");
const patterns = fc.array(fc.string({ unit: letters, minLength: 8, maxLength: 14 }), { maxLength: 12 });
const text = fc.string({ unit: letters, maxLength: 60 });
const pieces = fc.tuple(patterns, fc.array(fc.oneof(text, fc.nat(11)), { maxLength: 5 }));

test("finds the longest pattern at every place, as a search one by one does", () => {
  everyCase((known, input) => {
    const found: [number, number][] = [];
    compile(known.map((pattern) => Buffer.from(pattern))).find(Buffer.from(input), (start, end) =>
      found.push([start, end]),
    );
    expect(found).toEqual(findOneByOne(known, input));
  });
});

test("waits for what can become a pattern, and for nothing else", () => {
  everyCase((known, input) => {
    const matcher = compile(known.map((pattern) => Buffer.from(pattern)));
    expect(matcher.undecidedFrom(Buffer.from(input))).toBe(undecidedOneByOne(known, input));
  });
});

test("waits for a pattern of which only the last byte is missing, however long it is", () => {
  for (const length of [8, 9, 100, 255]) {
    const pattern = Buffer.from(Array.from({ length }, (_, at) => at));
    const matcher = compile([pattern]);
    for (let shown = 1; shown < length; shown++) {
      expect(matcher.undecidedFrom(Buffer.concat([Buffer.from("--"), pattern.subarray(0, shown)]))).toBe(2);
    }
    expect(matcher.undecidedFrom(pattern)).toBe(length);
  }
});

function everyCase(check: (known: string[], input: string) => void): void {
  fc.assert(
    fc.property(pieces, ([known, parts]) => {
      check(known, parts.map((part) => (typeof part === "number" ? (known[part] ?? "") : part)).join(""));
    }),
    { numRuns: runs(300, 50_000) },
  );
}

function findOneByOne(known: string[], input: string): [number, number][] {
  return [...input].flatMap((_, start): [number, number][] => {
    const lengths = known.filter((pattern) => input.startsWith(pattern, start)).map((pattern) => pattern.length);
    return lengths.length > 0 ? [[start, start + Math.max(...lengths)]] : [];
  });
}

function undecidedOneByOne(known: string[], input: string): number {
  const starts = [...input].map((_, start) => start);
  return (
    starts.find((start) => {
      const rest = input.slice(start);
      return known.some((pattern) => pattern.length > rest.length && pattern.startsWith(rest));
    }) ?? input.length
  );
}
