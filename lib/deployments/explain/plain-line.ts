const colours = /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]/;
const titlesAndLinks = /\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)/;
const otherOrders = /\x1b[ -/]*[0-~]/;
const leftovers = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/;

/** Each place of a line is looked at once: what the language itself has for this takes seconds for some. */
const controls = new RegExp(
  [colours, titlesAndLinks, otherOrders, leftovers].map(({ source }) => source).join("|"),
  "g",
);

/** A line of a log without what it says to a terminal. */
export function plainLine(line: string): string {
  return line.replaceAll(controls, "");
}
