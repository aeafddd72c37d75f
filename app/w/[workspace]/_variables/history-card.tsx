import type { ReactNode } from "react";
import { Card } from "#app/_ui/card.tsx";
import { Pagination } from "#app/_ui/pagination.tsx";

type HistoryCardProps = { here: string; isFirst: boolean; nextCursor: string | null; children: ReactNode };

/** Who changed which variable, below the variables themselves; page by page. */
export function HistoryCard({ here, isFirst, nextCursor, children }: HistoryCardProps) {
  return (
    <>
      <Card flush title="Changes">
        {children || <p className="px-4 py-3 text-sm text-soft">Nothing was changed yet.</p>}
      </Card>
      <Pagination
        label="Pages of changes"
        firstHref={isFirst ? null : here}
        nextHref={nextCursor && `${here}?history=${nextCursor}`}
      />
    </>
  );
}
