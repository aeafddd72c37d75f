import { X } from "lucide-react";
import Link from "next/link";
import { cx } from "./cx.ts";
import { VisuallyHidden } from "./visually-hidden.tsx";

export type FilterChip = {
  label: string;
  /** Where a press leads: the list with this filter put on, or taken off. */ href: string;
  isOn: boolean;
};

/** Filters that live in the URL. */
export function FilterChips({ label, chips }: { label: string; chips: readonly FilterChip[] }) {
  return (
    <ul aria-label={label} className="flex flex-wrap gap-1.5">
      {chips.map((chip) => (
        <li key={chip.label}>
          <Link
            href={chip.href}
            aria-current={chip.isOn ? "true" : undefined}
            prefetch={false}
            scroll={false}
            className={cx(
              "inline-flex h-7 items-center gap-1 rounded-full border px-2.5 text-sm font-medium touch:h-10 touch:px-4",
              chip.isOn ? "border-accent bg-accent-soft text-accent" : "text-soft hover:bg-hover hover:text-ink",
            )}
          >
            {chip.label}
            {chip.isOn && <X aria-hidden className="size-3.5" />}
            {chip.isOn && <VisuallyHidden>: take this filter off</VisuallyHidden>}
          </Link>
        </li>
      ))}
    </ul>
  );
}
