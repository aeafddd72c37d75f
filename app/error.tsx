"use client";

import { Button } from "#app/_ui/button.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { PlainPage } from "#app/_ui/plain-page.tsx";

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <PlainPage title="Something went wrong">
      <p className="text-soft">
        This is ours to fix, and it has been written down.
        {error.digest && (
          <>
            {" "}
            Quote the reference <code className="font-mono text-ink">{error.digest}</code> when you report it.
          </>
        )}
      </p>
      <div className="flex gap-2">
        <Button variant="primary" onClick={reset}>
          Try again
        </Button>
        <LinkButton href="/">Go to the start</LinkButton>
      </div>
    </PlainPage>
  );
}
