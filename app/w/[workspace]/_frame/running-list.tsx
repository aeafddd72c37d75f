"use client";

import Link from "next/link";
import { Status } from "#app/_ui/status.tsx";
import { Duration } from "#app/_ui/time.tsx";
import type { StatusName } from "#app/_ui/status-table.ts";

export interface RunningItem {
  id: string;
  /** "shop #42" */
  label: string;
  /** "main 4f2c1ab" */
  detail?: string;
  href: string;
  status: StatusName;
  startedAt: string | null;
}

export function RunningList({ items }: { items: readonly RunningItem[] }) {
  if (items.length === 0) return <p className="p-3 text-soft">Nothing runs.</p>;
  return (
    <ul className="p-1">
      {items.map((item) => (
        <li key={item.id}>
          <RunningLink item={item} />
        </li>
      ))}
    </ul>
  );
}

function RunningLink({ item }: { item: RunningItem }) {
  return (
    <Link href={item.href} className="flex items-center gap-2 rounded-md px-2 py-2 hover:bg-hover">
      <Status of={item.status} look="icon" />
      <span className="grid min-w-0 flex-1">
        <span dir="auto" className="truncate font-medium">
          {item.label}
        </span>
        {item.detail && <span className="truncate text-sm text-soft">{item.detail}</span>}
      </span>
      <span className="text-sm text-soft">{item.startedAt && <Duration from={item.startedAt} />}</span>
    </Link>
  );
}
