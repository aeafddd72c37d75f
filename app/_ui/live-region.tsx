"use client";

import { useSyncExternalStore } from "react";
import { makeSignal } from "./signal.ts";

const spoken = makeSignal("");

/** Says it to screen readers, politely. */
export function announce(words: string): void {
  // The same words twice are only read again when the text differs.
  spoken.set(spoken.get() === words ? `${words}\u00a0` : words);
}

export function LiveRegion() {
  const words = useSyncExternalStore(spoken.subscribe, spoken.get, () => "");
  return (
    <div role="status" aria-live="polite" aria-atomic className="sr-only">
      {words}
    </div>
  );
}
