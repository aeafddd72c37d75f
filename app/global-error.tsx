"use client";

import { ErrorPage } from "#app/_ui/error-page.tsx";
import "./tokens.css";

/** The root layout itself failed, and the router with it, so this stands alone. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Devpilot</title>
        <ErrorPage reference={error.digest} onRetry={reset} />
      </body>
    </html>
  );
}
