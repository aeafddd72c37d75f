"use client";

import Link from "next/link";
import { Button } from "#app/_ui/button.tsx";
import { Skeleton } from "#app/_ui/skeleton.tsx";
import { VisuallyHidden } from "#app/_ui/visually-hidden.tsx";

/** Rows as they will stand there. */
export function Loading() {
  return (
    <div className="grid gap-3 px-2 py-2">
      {[14, 11, 16].map((widthRem) => (
        <Skeleton key={widthRem} widthRem={widthRem} />
      ))}
      <VisuallyHidden>Loading repositories</VisuallyHidden>
    </div>
  );
}

export function NoAnswer({ words, onRetry }: { words: string; onRetry: () => void }) {
  return (
    <div className="grid justify-items-start gap-2 px-2 py-2">
      <p className="break-words text-red">{words}</p>
      <Button size="small" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}

type FoundWordsProps = {
  search: string;
  count: number;
  isReading: boolean;
  account: { title: string; href: string | null };
};

/** How many there are; where there is none, what may be missing and where it is mended. */
export function FoundWords({ search, count, isReading, account }: FoundWordsProps) {
  if (count > 0) return <VisuallyHidden>{countWords(count)}</VisuallyHidden>;
  if (isReading) return <p className="px-2 py-2 text-soft">The repositories of this account are being read…</p>;
  return (
    <div className="grid gap-1 px-2 py-2 text-soft">
      <p className="text-ink">
        {search ? `No repository of this account matches “${search}”.` : "This account sees no repository."}
      </p>
      <p>
        If one is missing, the account is not a member there, its organisation has not approved Devpilot, or the right
        to read private repositories was not granted.{" "}
        {account.href ? (
          <Link href={account.href} className="text-accent underline underline-offset-2">
            Reconnect {account.title}
          </Link>
        ) : (
          `Ask an Admin to reconnect ${account.title}.`
        )}
      </p>
    </div>
  );
}

export function countWords(count: number): string {
  return count === 1 ? "1 repository" : `${count} repositories`;
}
