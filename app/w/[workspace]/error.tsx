"use client";

import { Button } from "#app/_ui/button.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Notice } from "./_frame/notice.tsx";

/** An error of ours on one page: the frame around it goes on. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Notice title="Something went wrong">
      <p className="text-soft">This is ours to fix, and it has been written down.</p>
      {error.digest && (
        <p className="text-soft">
          Quote the reference <code className="font-mono text-ink">{error.digest}</code> when you report it.
        </p>
      )}
      <div className="flex gap-2">
        <Button variant="primary" onClick={reset}>
          Try again
        </Button>
        <LinkButton href="/">Go to the start</LinkButton>
      </div>
    </Notice>
  );
}
