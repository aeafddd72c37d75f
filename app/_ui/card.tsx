import type { ReactNode } from "react";

type CardProps = {
  title?: ReactNode;
  /** Beside the title, at the end. */
  actions?: ReactNode;
  /** Content that brings its own edges, such as a table. */
  flush?: boolean;
  children: ReactNode;
};

/** A bordered group with an optional heading. */
export function Card({ title, actions, flush, children }: CardProps) {
  return (
    <section className="min-w-0 rounded-lg border bg-raised">
      {(title || actions) && (
        <header className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b px-4 py-2">
          <h2 className="min-w-0 font-semibold">{title}</h2>
          {actions && <div className="flex items-center gap-2">{actions}</div>}
        </header>
      )}
      <div className={flush ? "min-w-0" : "p-4"}>{children}</div>
    </section>
  );
}
