import type { ReactNode } from "react";
import { Status } from "./status.tsx";
import { statusFace, type StatusName } from "./status-table.ts";

export type Check = {
  key: string;
  title: string;
  status: Extract<StatusName, "pending" | "processing" | "completed" | "failed" | "skipped" | "cancelled">;
  /** What was found: "SHA256:…", "Debian 12, 2 CPUs". */
  fact?: ReactNode;
  /** What failed, in words, and how to mend it. */
  failure?: ReactNode;
  /** The button beside a failure. */
  retry?: ReactNode;
  /** "0.4 s" */
  duration?: ReactNode;
};

/** Checks that run one after the other, told line by line. */
export function CheckList({ label, checks }: { label: string; checks: readonly Check[] }) {
  return (
    <ol aria-label={label} aria-live="polite" className="grid">
      {checks.map((check) => (
        <li key={check.key} className="group relative grid grid-cols-[1rem_minmax(0,1fr)_auto] gap-x-3 pb-4 last:pb-0">
          <span aria-hidden className="absolute start-[7.5px] top-6 bottom-1 w-px bg-line group-last:hidden" />
          <span className="pt-0.5">
            <Status of={check.status} look="icon" />
          </span>
          <CheckWords check={check} />
          <span className="text-sm text-faint tabular-nums">{check.duration}</span>
        </li>
      ))}
    </ol>
  );
}

function CheckWords({ check }: { check: Check }) {
  const isWaiting = statusFace(check.status).tone === "grey";
  return (
    <div className="grid min-w-0 gap-1">
      <p className={isWaiting ? "text-soft" : "font-medium"}>{check.title}</p>
      {check.fact && <div className="text-sm break-words text-soft">{check.fact}</div>}
      {check.failure && (
        <div className="mt-1 grid justify-items-start gap-2 rounded-lg border border-red-line bg-red-soft px-3 py-2">
          <div className="min-w-0 break-words">{check.failure}</div>
          {check.retry}
        </div>
      )}
    </div>
  );
}
