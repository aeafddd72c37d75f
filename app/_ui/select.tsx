"use client";

import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { controlHeight, controlLook } from "./control-look.ts";
import { cx } from "./cx.ts";
import { useFieldAttributes } from "./form-context.ts";

export type SelectOption = { value: string; label: string; disabled?: boolean };

type SelectProps = Omit<ComponentProps<"select">, "className" | "children"> & {
  options: readonly SelectOption[];
  /** The first, empty choice, in words. */
  placeholder?: string;
};

/** The browser's own select, so that phones and keyboards get theirs. */
export function Select({ options, placeholder, ...rest }: SelectProps) {
  const field = useFieldAttributes();
  return (
    <span className="relative block min-w-0">
      <select {...field} {...rest} className={cx(controlLook, controlHeight, "appearance-none pe-8")}>
        {placeholder !== undefined && <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute end-2.5 top-1/2 size-4 -translate-y-1/2 text-soft"
      />
    </span>
  );
}
