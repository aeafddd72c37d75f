export type LineRange = { from: number; to: number };

/** "#L10" or "#L10-L20", in either order. */
export function readLineRange(hash: string): LineRange | null {
  const found = /^#L(\d{1,9})(?:-L(\d{1,9}))?$/.exec(hash);
  if (!found) return null;
  const first = Number(found[1]);
  const second = Number(found[2] ?? first);
  return { from: Math.min(first, second), to: Math.max(first, second) };
}

export function writeLineRange({ from, to }: LineRange): string {
  return from === to ? `#L${from}` : `#L${from}-L${to}`;
}

/** Shift extends from the line that was chosen first. */
export function chooseLine(current: LineRange | null, number: number, isExtending: boolean): LineRange {
  if (!isExtending || !current) return { from: number, to: number };
  return { from: Math.min(current.from, number), to: Math.max(current.from, number) };
}
