import { type Tone, toneText } from "./tones.ts";

type SparklineProps = {
  /** What is drawn and its last value, in words. */
  label: string;
  /** Oldest first; null is a gap. */
  values: readonly (number | null)[];
  /** The scale's top; without it, the highest value. */
  max?: number;
  tone?: Tone;
};

const width = 96;
const height = 24;

/** A line without axes: the shape of the last while. */
export function Sparkline({ label, values, max, tone = "blue" }: SparklineProps) {
  const top = max ?? Math.max(1, ...values.map((value) => value ?? 0));
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${width} ${height}`} className={`h-6 w-24 ${toneText[tone]}`}>
      <path d={linePath(values, top)} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  );
}

function linePath(values: readonly (number | null)[], top: number): string {
  const stepX = width / Math.max(1, values.length - 1);
  let isDrawing = false;
  return values
    .map((value, index) => {
      const command = value === null ? "" : `${isDrawing ? "L" : "M"}${round(index * stepX)} ${round(yOf(value, top))}`;
      isDrawing = value !== null;
      return command;
    })
    .join("");
}

const yOf = (value: number, top: number) => 1 + (height - 2) * (1 - Math.min(1, Math.max(0, value / top)));
const round = (value: number) => Math.round(value * 10) / 10;
