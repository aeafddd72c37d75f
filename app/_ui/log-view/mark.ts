import type { Segment } from "./ansi.ts";

export interface MarkedSegment extends Segment {
  kind: "text" | "match" | "secret";
}

const secretMark = "•••";

/** Cuts segments where the query (lower case) matches, also across colours, and where a secret was struck out. */
export function markSegments(segments: readonly Segment[], query: string): MarkedSegment[] {
  const whole = segments.map((segment) => segment.text).join("");
  const spans = [
    ...spansOf(whole, secretMark, "secret"),
    ...(query ? spansOf(whole.toLowerCase(), query, "match") : []),
  ];
  let start = 0;
  return segments.flatMap((segment) => {
    const pieces = cut(segment, start, spans);
    start += segment.text.length;
    return pieces;
  });
}

type Span = { from: number; to: number; kind: "match" | "secret" };

function spansOf(text: string, words: string, kind: Span["kind"]): Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length)) {
    spans.push({ from: at, to: at + words.length, kind });
  }
  return spans;
}

function cut(segment: Segment, start: number, spans: readonly Span[]): MarkedSegment[] {
  const end = start + segment.text.length;
  const inside = spans.flatMap(({ from, to }) => [from, to]).filter((edge) => edge > start && edge < end);
  const edges = [...new Set([start, ...inside, end])].sort((a, b) => a - b);
  return edges.slice(0, -1).map((from, index) => ({
    ...segment,
    text: segment.text.slice(from - start, edges[index + 1]! - start),
    kind: kindAt(from, spans),
  }));
}

function kindAt(position: number, spans: readonly Span[]): MarkedSegment["kind"] {
  const here = spans.filter(({ from, to }) => from <= position && position < to);
  return here.find(({ kind }) => kind === "match")?.kind ?? here[0]?.kind ?? "text";
}
