import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import { type Tone, toneBox } from "./tones.ts";

/** A short fact beside a name: "default", "push", "pinned". States are a Status. */
export function Badge({ tone = "grey", mono, children }: { tone?: Tone; mono?: boolean; children: ReactNode }) {
  return (
    <span
      className={cx(
        "inline-flex max-w-full items-center gap-1 truncate rounded-sm border px-1.5 text-xs leading-[1.125rem]",
        mono ? "font-mono" : "font-medium",
        toneBox[tone],
      )}
    >
      {children}
    </span>
  );
}
