export interface Row {
  what: string;
  values: number[];
  unit: "ms" | "MB" | "/s";
  /** What it is held against, and how much of it is wanted: at most, or at least. */
  against?: { name: string; values: number[]; wanted?: number; least?: number };
  /** A limit in the row's unit. */
  limit?: number;
  note?: string;
}

/** Prints rows as a Markdown table: medians with their spread, ratios against the same run, and whether a wish was met. */
export function printTable(title: string, rows: Row[]): void {
  process.stdout.write(
    `\n### ${title}\n\n| what | median | spread | against | wanted | |\n|---|---|---|---|---|---|\n`,
  );
  for (const row of rows) process.stdout.write(`| ${cells(row).join(" | ")} |\n`);
}

export function median(values: number[]): number {
  return percentile(values, 50);
}

export function percentile(values: number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

function cells({ what, values, unit, against, limit, note = "" }: Row): string[] {
  const middle = median(values);
  const ratio = against && middle / median(against.values);
  const { wanted, isMet } = wishOf({ against, limit, unit }, ratio ?? 0, middle);
  const verdict = isMet === null ? "" : isMet ? "reached" : "not reached";
  return [
    what,
    `${format(middle)} ${unit}`,
    `${format(Math.min(...values))}–${format(Math.max(...values))} (n=${values.length})`,
    ratio === undefined ? "" : `${ratio.toFixed(2)} × ${against?.name}`,
    wanted,
    [verdict, note].filter(Boolean).join("; "),
  ];
}

function wishOf({ against, limit, unit }: Pick<Row, "against" | "limit" | "unit">, ratio: number, middle: number) {
  if (against?.wanted) return { wanted: `≤ ${against.wanted} ×`, isMet: ratio <= against.wanted };
  if (against?.least) return { wanted: `≥ ${against.least} ×`, isMet: ratio >= against.least };
  return limit === undefined ? { wanted: "", isMet: null } : { wanted: `≤ ${limit} ${unit}`, isMet: middle <= limit };
}

function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}
