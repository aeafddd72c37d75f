import type { ReactNode } from "react";

type PageHeaderProps = {
  title: ReactNode;
  status?: ReactNode;
  /** One line that tells the rest of the story. */
  summary?: ReactNode;
  actions?: ReactNode;
};

/** The answer to "what is this, and how is it?", above everything else on the page. */
export function PageHeader({ title, status, summary, actions }: PageHeaderProps) {
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="grid min-w-0 gap-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 dir="auto" className="min-w-0 text-xl font-semibold tracking-tight break-words">
            {title}
          </h1>
          {status}
        </div>
        {summary && <div className="text-soft">{summary}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </div>
  );
}
