"use client";

import PageError from "./error.tsx";
import "./tokens.css";

/** The root layout itself failed, so this stands in for all of it. */
export default function GlobalError(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Devpilot</title>
        <PageError {...props} />
      </body>
    </html>
  );
}
