"use client";

import Link from "next/link";
import { cx } from "./cx.ts";

export type Tab = { label: string; href: string; count?: number };

/** Every tab is a page of its own; `current` is its href. */
export function Tabs({ label, tabs, current }: { label: string; tabs: readonly Tab[]; current: string }) {
  return (
    <nav ref={showCurrent} aria-label={label} className="-mx-4 overflow-x-auto border-b px-4 sm:mx-0 sm:px-0">
      <ul className="flex gap-1">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <TabLink tab={tab} isHere={tab.href === current} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Where the tabs do not all fit, the current one is in sight; the page itself stays where it is. */
function showCurrent(nav: HTMLElement | null): void {
  const here = nav?.querySelector("[aria-current=page]")?.getBoundingClientRect();
  if (!nav || !here) return;
  const all = nav.getBoundingClientRect();
  nav.scrollLeft += here.left + here.width / 2 - (all.left + all.width / 2);
}

function TabLink({ tab, isHere }: { tab: Tab; isHere: boolean }) {
  return (
    <Link
      href={tab.href}
      aria-current={isHere ? "page" : undefined}
      className={cx(
        "-mb-px flex h-10 items-center gap-1.5 border-b-2 px-2.5 font-medium whitespace-nowrap outline-offset-[-2px]",
        isHere ? "border-accent text-ink" : "border-transparent text-soft hover:text-ink",
      )}
    >
      {tab.label}
      {tab.count !== undefined && <span className="text-sm text-faint tabular-nums">{tab.count}</span>}
    </Link>
  );
}
