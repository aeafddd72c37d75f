import type { ReactNode } from "react";

/** One sentence on what this is for, and one button. */
export function EmptyState({ sentence, action }: { sentence: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-4 rounded-lg border border-dashed px-6 py-12 text-center">
      <p className="max-w-md text-balance text-soft">{sentence}</p>
      {action}
    </div>
  );
}
