import type { LogLine, LogStep } from "./log-line.ts";
import type { LogContent } from "./log-store.ts";

export type LogRow =
  { kind: "step"; step: LogStep; isOpen: boolean; lineCount: number } | { kind: "line"; line: LogLine };

/** The log as one list of rows, by arithmetic over the steps: nothing is built per line. */
export interface LogRows {
  count: number;
  at(index: number): LogRow;
  isHeader(index: number): boolean;
  /** The row of the header of the step that holds this row. */
  headerOf(index: number): number;
  /** Row of a line, or of its step where that is closed; null when it has not arrived. */
  find(number: number): { index: number; step: string; isOpen: boolean } | null;
}

type Block = { step: LogStep; lines: readonly LogLine[]; start: number; end: number; isOpen: boolean };

export function makeLogRows(content: LogContent, closed: ReadonlySet<string>): LogRows {
  const blocks = layOut(content, closed);
  let nearby = blocks[0];

  function blockAt(index: number): Block {
    if (!nearby || index < nearby.start || index >= nearby.end) {
      nearby = blocks.findLast(({ start }) => start <= index)!;
    }
    return nearby;
  }
  return {
    count: blocks.at(-1)?.end ?? 0,
    at(index) {
      const { step, lines, start, isOpen } = blockAt(index);
      if (index === start) return { kind: "step", step, isOpen, lineCount: lines.length };
      return { kind: "line", line: lines[index - start - 1]! };
    },
    isHeader: (index) => blockAt(index).start === index,
    headerOf: (index) => blockAt(index).start,
    find(number) {
      const block = blocks.find(({ lines }) => holds(lines, number));
      if (!block) return null;
      const { start, isOpen, step, lines } = block;
      return { index: isOpen ? start + 1 + placeOf(lines, number) : start, step: step.key, isOpen };
    },
  };
}

function layOut(content: LogContent, closed: ReadonlySet<string>): Block[] {
  let end = 0;
  return content.steps.map((step) => {
    const lines = content.linesOf(step.key);
    const isOpen = !closed.has(step.key);
    const start = end;
    end += 1 + (isOpen ? lines.length : 0);
    return { step, lines, start, end, isOpen };
  });
}

function holds(lines: readonly LogLine[], number: number): boolean {
  const [first, last] = [lines[0], lines.at(-1)];
  return first !== undefined && last !== undefined && first.number <= number && number <= last.number;
}

/** Where a number stands in lines sorted by it, or where it would. */
function placeOf(lines: readonly LogLine[], number: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle]!.number < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
