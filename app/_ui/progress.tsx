import { type Tone, toneFill } from "./tones.ts";

type ProgressProps = {
  label: string;
  /** 0–100, or null while nobody can tell. */
  percent: number | null;
  tone?: Tone;
};

export function Progress({ label, percent, tone = "blue" }: ProgressProps) {
  const shown = percent === null ? null : Math.min(100, Math.max(0, percent));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={shown === null ? undefined : Math.round(shown)}
      className="h-1 w-full overflow-hidden rounded-full bg-selected"
    >
      <div
        className={`h-full rounded-full ${toneFill[tone]} ${shown === null ? "w-full animate-pulse" : "transition-[width]"}`}
        style={shown === null ? undefined : { width: `${shown}%` }}
      />
    </div>
  );
}
