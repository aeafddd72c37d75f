import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import { cx } from "./cx.ts";

export type Crumb = { label: string; href?: string };

/** Where this page hangs; the last crumb is the page itself. A phone shows the one above it, as the way back. */
export function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  const last = crumbs.length - 1;
  const onPhone = Math.max(0, last - 1);
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="-ms-1 flex min-w-0 items-center gap-1">
        {crumbs.map((crumb, index) => (
          <li key={index} className={cx("flex min-w-0 items-center gap-1", index !== onPhone && "max-sm:hidden")}>
            {index > 0 && <ChevronRight aria-hidden className={`${chevronLook} max-sm:hidden`} />}
            {index < last && index === onPhone && <ChevronLeft aria-hidden className={`${chevronLook} sm:hidden`} />}
            <CrumbLabel crumb={crumb} isHere={index === last} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

const chevronLook = "size-3.5 shrink-0 text-faint rtl:rotate-180";

function CrumbLabel({ crumb, isHere }: { crumb: Crumb; isHere: boolean }) {
  if (isHere || !crumb.href) {
    return (
      <span aria-current={isHere ? "page" : undefined} dir="auto" className="truncate px-1 font-medium">
        {crumb.label}
      </span>
    );
  }
  return (
    <Link
      href={crumb.href}
      dir="auto"
      className="truncate rounded-sm px-1 py-0.5 text-soft hover:bg-hover hover:text-ink touch:py-3"
    >
      {crumb.label}
    </Link>
  );
}
