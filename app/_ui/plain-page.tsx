import type { ReactNode } from "react";

type PlainPageProps = { title: string; code?: string; children: ReactNode };

/** A page outside the frame that says one thing. */
export function PlainPage({ title, code, children }: PlainPageProps) {
  return (
    <main className="mx-auto flex min-h-[70dvh] max-w-lg flex-col items-start justify-center gap-4 px-6 py-16">
      {code && <p className="font-mono text-sm text-faint">{code}</p>}
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      {children}
    </main>
  );
}
