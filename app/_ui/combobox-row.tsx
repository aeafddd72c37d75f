"use client";

import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export type ComboboxOption = {
  value: string;
  label: string;
  /** Marks beside the label. */
  marks?: ReactNode;
  /** At the end, quieter. */
  detail?: ReactNode;
};

type ComboboxRowProps = {
  id: string;
  option: ComboboxOption;
  isActive: boolean;
  isChosen: boolean;
  onPoint: () => void;
  onChoose: () => void;
};

/** One option; the focus stays in the text field. */
export function ComboboxRow({ id, option, isActive, isChosen, onPoint, onChoose }: ComboboxRowProps) {
  return (
    <button
      type="button"
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      ref={(row) => {
        if (isActive) row?.scrollIntoView({ block: "nearest" });
      }}
      onPointerMove={onPoint}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onChoose}
      className={cx(
        "flex min-h-8 w-full items-center gap-2 rounded-md px-2 py-1 text-start touch:min-h-11",
        isActive && "bg-hover",
      )}
    >
      <Check aria-hidden className={cx("size-4 shrink-0 text-accent", !isChosen && "invisible")} />
      <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-0.5">
        <span dir="auto" className="min-w-0 break-all">
          {option.label}
        </span>
        {option.marks}
      </span>
      {option.detail && <span className="shrink-0 text-sm text-soft">{option.detail}</span>}
    </button>
  );
}
