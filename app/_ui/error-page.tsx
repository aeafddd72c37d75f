import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { PlainPage } from "./plain-page.tsx";

type ErrorPageProps = { reference?: string; onRetry: () => void; children?: ReactNode };

/** What is ours to fix, with the reference to quote. `children` are other ways on. */
export function ErrorPage({ reference, onRetry, children }: ErrorPageProps) {
  return (
    <PlainPage title="Something went wrong">
      <p className="text-soft">
        This is ours to fix, and it has been written down.
        {reference && (
          <>
            {" "}
            Quote the reference <code className="font-mono text-ink">{reference}</code> when you report it.
          </>
        )}
      </p>
      <div className="flex gap-2">
        <Button variant="primary" onClick={onRetry}>
          Try again
        </Button>
        {children}
      </div>
    </PlainPage>
  );
}
