"use client";

import { RefreshCw } from "lucide-react";
import { useState, useTransition } from "react";
import { Button } from "#app/_ui/button.tsx";
import { Time } from "#app/_ui/time.tsx";
import type { RepositoryPage } from "./repository-choice.ts";
import { countWords } from "./repository-status.tsx";
import type { useRepositories } from "./use-repositories.ts";

type RepositoryFooterProps = {
  page: RepositoryPage;
  found: ReturnType<typeof useRepositories>;
  readAgain: () => Promise<string | null>;
};

/** How old the list is, how much of it there is, and what makes it newer or longer. */
export function RepositoryFooter({ page, found, readAgain }: RepositoryFooterProps) {
  const [isAsking, start] = useTransition();
  const [refusal, setRefusal] = useState<string | null>(null);
  const problem = refusal ?? page.problem;

  function read() {
    start(async () => {
      setRefusal(await readAgain());
      found.again();
    });
  }

  return (
    <div className="sticky bottom-0 grid gap-1.5 border-t bg-raised px-3 py-2 text-sm text-soft">
      {problem && <p className="break-words text-amber">{problem}</p>}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5">
        <span>
          {page.nextCursor ? `The first ${found.rows.length}` : countWords(found.rows.length)}
          {page.readAt && (
            <>
              , read <Time at={page.readAt} />
            </>
          )}
        </span>
        <span className="flex flex-wrap gap-2">
          {page.nextCursor && (
            <Button size="small" pending={found.isLoadingMore} onClick={() => void found.more()}>
              Show more
            </Button>
          )}
          <Button size="small" variant="ghost" pending={isAsking || page.isReading} onClick={read}>
            <RefreshCw aria-hidden /> Read again
          </Button>
        </span>
      </div>
    </div>
  );
}
