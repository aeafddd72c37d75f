"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "#app/_ui/cx.ts";
import type { OpenWorkspace } from "./people.ts";
import { isWithin, type Section, sectionsOf } from "./sections.ts";

type SectionLinksProps = { workspace: OpenWorkspace; isNarrow?: boolean; onGo?: () => void };

export function SectionLinks({ workspace, isNarrow = false, onGo }: SectionLinksProps) {
  const pathname = usePathname();
  return (
    <nav aria-label="Workspace">
      <ul className="grid gap-0.5">
        {sectionsOf(workspace).map((section) => (
          <li key={section.letter}>
            <SectionLink
              section={section}
              href={section.href(workspace.key)}
              isHere={isWithin(section, workspace.key, pathname)}
              isNarrow={isNarrow}
              onGo={onGo}
            />
          </li>
        ))}
      </ul>
    </nav>
  );
}

type SectionLinkProps = { section: Section; href: string; isHere: boolean; isNarrow: boolean; onGo?: () => void };

function SectionLink({ section, href, isHere, isNarrow, onGo }: SectionLinkProps) {
  return (
    <Link
      href={href}
      onClick={onGo}
      aria-current={isHere ? "page" : undefined}
      data-tooltip={isNarrow ? section.label : undefined}
      className={cx(
        "flex h-8 items-center gap-2.5 rounded-md px-2.5 font-medium touch:h-11",
        isHere ? "bg-selected text-ink" : "text-soft hover:bg-hover hover:text-ink",
      )}
    >
      <section.Icon aria-hidden className="size-4 shrink-0" />
      <span className={isNarrow ? "sr-only" : "truncate"}>{section.label}</span>
    </Link>
  );
}
