import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

export type ChoiceLink = { key: string; href: string; icon?: ReactNode; title: ReactNode; help?: ReactNode };

/** A choice of which each leads on. */
export function ChoiceList({ label, choices }: { label: string; choices: readonly ChoiceLink[] }) {
  return (
    <ul aria-label={label} className="overflow-hidden rounded-lg border bg-raised">
      {choices.map(({ key, href, icon, title, help }) => (
        <li key={key} className="border-b last:border-b-0">
          <Link href={href} className="flex items-center gap-3 px-4 py-3 -outline-offset-2 hover:bg-hover">
            {icon}
            <span className="grid min-w-0 flex-1 gap-0.5">
              <span dir="auto" className="flex flex-wrap items-center gap-x-3 font-medium break-words">
                {title}
              </span>
              {help && <span className="text-sm break-words text-soft">{help}</span>}
            </span>
            <ChevronRight aria-hidden className="size-4 shrink-0 text-faint rtl:-scale-x-100" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
