import { listen } from "./listen.ts";

export interface Bell {
  /** Settles at news, at a poll or at the end; news that came since the last call counts. */
  next(): Promise<void>;
  stop(): void;
}

/**
 * Rings when a topic has news or the signal aborts, and every `pollMilliseconds` by itself, since a notification can be
 * lost. Whoever hears it looks at the database: a ring says that there may be something, not what.
 */
export function hangBell(topic: string, signal: AbortSignal, pollMilliseconds: number): Bell {
  let hasRung = false;
  let wake: (() => void) | undefined;
  const strike = (): void => {
    hasRung = true;
    wake?.();
  };
  const stop = listen(topic, strike);
  signal.addEventListener("abort", strike);
  return {
    async next() {
      let timer: NodeJS.Timeout | undefined;
      if (!hasRung && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          timer = setTimeout(resolve, pollMilliseconds);
        });
      }
      clearTimeout(timer);
      hasRung = false;
    },
    stop() {
      stop();
      signal.removeEventListener("abort", strike);
    },
  };
}
