import type { DeliveryView } from "#lib/webhooks/view.ts";

type Facts = Pick<DeliveryView, "source" | "replayedBy">;

/** How Devpilot came to know of a push. */
export function sourceWords({ source, replayedBy }: Facts): string {
  if (source === "replay") return replayedBy ? `replayed by ${replayedBy}` : "replayed";
  return source === "webhook" ? "by webhook" : "found by comparing";
}

/** "came 3 times", or null for what came once. */
export function repeatedWords(repeated: number): string | null {
  return repeated > 0 ? `came ${repeated + 1} times` : null;
}
