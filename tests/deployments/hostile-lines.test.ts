import { expect, test } from "vitest";
import { plainLine } from "#lib/deployments/explain/plain-line.ts";
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

test.each([
  ["\u001b[31mred\u001b[0m", "red"],
  ["\u001b[1;38;5;9mbold\u001b[K", "bold"],
  ["\u009b31mred\u009b0m", "red"],
  ["\u001b]0;a title\u0007after it", "after it"],
  ["a \u001b]8;;https://example.com\u001b\\link\u001b]8;;\u001b\\ in it", "a link in it"],
  ["\u001b(Bletters\u000f and\ta tab", "letters and\ta tab"],
  ["an order that never ends: \u001b]0;and more", "an order that never ends: 0;and more"],
])("a line is shown without what it says to a terminal: %j", (line, shown) => {
  expect(plainLine(line)).toBe(shown);
});

const orders = [
  "\u001b]",
  "\u001b]a",
  "\u001b]8;;a",
  "\u001b[",
  "\u001b[1;",
  "\u001b(",
  "\u001b ",
  "\u001b",
  "\u009b",
  "1;",
];

test.each(orders.flatMap((one) => orders.map((other) => [one, other])))(
  "the longest line of a log is made plain in a moment: %j and many %j",
  (one, other) => {
    const line = one + other.repeat(65_536 / other.length);
    const tries = [1, 2, 3].map(() => millisecondsOf(() => plainLine(line)));
    expect(Math.min(...tries)).toBeLessThan(100);
  },
);
