import { Check } from "lucide-react";
import Link from "next/link";
import { cx } from "./cx.ts";
import { VisuallyHidden } from "./visually-hidden.tsx";

export type Step = { label: string; /** Steps that can be gone back to. */ href?: string };

/** Where one is in a task of several pages. */
export function Stepper({ label, steps, current }: { label: string; steps: readonly Step[]; current: number }) {
  return (
    <nav aria-label={label}>
      <ol className="flex flex-wrap gap-x-5 gap-y-2">
        {steps.map((step, index) => (
          <li
            key={step.label}
            aria-current={index === current ? "step" : undefined}
            className="flex items-center gap-2"
          >
            <StepMark number={index + 1} isDone={index < current} isHere={index === current} />
            {step.href && index !== current ? (
              <Link href={step.href} className="rounded-sm hover:underline">
                {step.label}
              </Link>
            ) : (
              <span className={index === current ? "font-medium" : "text-soft"}>{step.label}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

function StepMark({ number, isDone, isHere }: { number: number; isDone: boolean; isHere: boolean }) {
  return (
    <span
      className={cx(
        "grid size-5 place-items-center rounded-full border text-xs font-medium tabular-nums",
        isHere && "border-accent bg-accent-soft text-accent",
        isDone && "border-green-line bg-green-soft text-green",
      )}
    >
      {isDone ? <Check aria-hidden className="size-3.5" /> : number}
      {isDone && <VisuallyHidden>Done:</VisuallyHidden>}
    </span>
  );
}
