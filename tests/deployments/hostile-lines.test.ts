import { expect, test } from "vitest";
import { signatures } from "#lib/deployments/explain/signatures.ts";

const longest = 1000;
const repeated = (text: string) => text.repeat(longest).slice(0, longest);
const fills = ["a", "a.", "a@", "-", "1", ".1", " ", ": ", "/"];

/** The words that a pattern stands on, in the orders that make a careless one try each place with each other. */
function hostileLines({ source }: RegExp): string[] {
  const words = source.split(/\(\?<\w+>|\(\?:|\\[bsdwS]|[()[\]^$?*+|.]/).map((word) => word.replaceAll("\\", ""));
  return words
    .filter((word) => word !== "")
    .flatMap((word) =>
      fills.flatMap((fill) => [repeated(word + fill), word + repeated(fill), repeated(`${word}${fill}${fill} `)]),
    )
    .map((line) => line.slice(0, longest));
}

function millisecondsOf(work: () => void): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

const patterns = signatures.flatMap(({ id, lines }) => lines.map((pattern) => [id, pattern] as const));

test.each(patterns)("no line of a log, however it is made, keeps %s busy: %s", (_, pattern) => {
  const slow = hostileLines(pattern).filter((line) => {
    const tries = [1, 2, 3].map(() => () => millisecondsOf(() => pattern.test(line)));
    return tries.every((measure) => measure() > 5);
  });
  expect(slow).toEqual([]);
});
