"use client";

import { ErrorPage } from "#app/_ui/error-page.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <ErrorPage reference={error.digest} onRetry={reset}>
      <LinkButton href="/">Go to the start</LinkButton>
    </ErrorPage>
  );
}
