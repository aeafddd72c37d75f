import type { ReactNode } from "react";
import { Mark } from "./mark.tsx";

type EntranceProps = { title: string; summary?: ReactNode; children: ReactNode };

/** A page in front of the door: the name of the house, one form, nothing else. */
export function Entrance({ title, summary, children }: EntranceProps) {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-md content-center gap-8 px-6 py-12">
      <header className="grid gap-6">
        <p className="flex items-center gap-2 font-semibold">
          <Mark />
          Devpilot
        </p>
        <div className="grid gap-1.5">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          {summary && <p className="text-soft">{summary}</p>}
        </div>
      </header>
      {children}
    </main>
  );
}
