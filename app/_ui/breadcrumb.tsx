import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { cx } from "./cx.ts";

export type Crumb = { label: string; href?: string };

/** Where this page hangs. The last crumb is the page itself; on a phone only the two last are shown. */
export function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  const last = crumbs.length - 1;
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="-ms-1 flex min-w-0 items-center gap-1">
        {crumbs.map((crumb, index) => (
          <li
            key={index}
            className={cx(
              "flex min-w-0 items-center gap-1",
              index < last - 1 && "max-sm:hidden",
              index < last && "shrink-[2]",
            )}
          >
            {index > 0 && (
              <ChevronRight
                aria-hidden
                className={cx("size-3.5 shrink-0 text-faint rtl:rotate-180", index === last - 1 && "max-sm:hidden")}
              />
            )}
            <CrumbLabel crumb={crumb} isHere={index === last} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

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
      className="truncate rounded-sm px-1 py-0.5 text-soft hover:bg-hover hover:text-ink"
    >
      {crumb.label}
    </Link>
  );
}
