"use client";

import { ChevronRight } from "lucide-react";
import { cx } from "../cx.ts";
import { Status } from "../status.tsx";
import { Duration } from "../time.tsx";
import type { LogStep } from "./log-line.ts";

type LogStepRowProps = {
  step: LogStep;
  isOpen: boolean;
  lineCount: number;
  onToggle: (step: string, isOpen: boolean) => void;
};

/** A step's header. It stays as wide as the view while long lines scroll sideways. */
export function LogStepRow({ step, isOpen, lineCount, onToggle }: LogStepRowProps) {
  return (
    <div className="sticky start-0 w-[100cqi] border-y border-transparent border-b-line bg-sunken font-sans">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => onToggle(step.key, !isOpen)}
        className="flex h-9 w-full items-center gap-2 px-3 text-start text-base outline-offset-[-2px] hover:bg-hover touch:h-11"
      >
        <ChevronRight
          aria-hidden
          className={cx("size-4 shrink-0 text-faint transition-transform", isOpen && "rotate-90")}
        />
        <Status of={step.status} look="icon" />
        <span dir="auto" className="min-w-0 truncate font-medium">
          {step.title}
        </span>
        <span className="ms-auto flex shrink-0 gap-3 text-sm text-faint tabular-nums">
          {!isOpen && lineCount > 0 && <span className="max-sm:hidden">{countWords(lineCount)}</span>}
          {step.startedAt !== undefined && <Duration from={step.startedAt} to={step.endedAt} />}
        </span>
      </button>
      {step.explanation && isOpen && (
        <p className="border-t border-red-line bg-red-soft px-4 py-2.5 text-base break-words whitespace-pre-wrap">
          {step.explanation}
        </p>
      )}
    </div>
  );
}

function countWords(lineCount: number): string {
  return lineCount === 1 ? "1 line" : `${lineCount.toLocaleString("en")} lines`;
}
