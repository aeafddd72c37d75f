import type { ReactNode } from "react";

type NoticeProps = { title: string; code?: string; children: ReactNode };

/** A page of a workspace that only says why there is nothing else. */
export function Notice({ title, code, children }: NoticeProps) {
  return (
    <div className="mx-auto flex min-h-[70dvh] max-w-lg flex-col items-start justify-center gap-4 py-16 max-sm:px-2">
      {code && <p className="font-mono text-sm text-faint">{code}</p>}
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      {children}
    </div>
  );
}
