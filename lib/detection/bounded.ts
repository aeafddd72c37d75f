import type { Detection } from "./detection.ts";

const mostSentences = 50;
const longestSentence = 500;
const longestText = 16_384;

/** A repository can say anything, and at any length: what is kept of it is what a database holds and a person would read. */
export function bounded(found: Detection): Detection {
  const [evidence, doubts] = [found.evidence, found.doubts].map((sentences) =>
    sentences.slice(0, mostSentences).map((words) => words.slice(0, longestSentence)),
  );
  const fit = (_: string, value: unknown) => (typeof value === "string" ? asText(value) : value);
  return JSON.parse(JSON.stringify({ ...found, evidence, doubts }), fit) as Detection;
}

/** Without control characters, which JSON and TOML can bring, and without half a character at the cut. */
function asText(value: string): string {
  return value
    .replaceAll(/[^\P{Cc}\t\n]/gu, "")
    .slice(0, longestText)
    .toWellFormed();
}
