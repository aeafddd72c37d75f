import { Status } from "#app/_ui/status.tsx";
import { Time } from "#app/_ui/time.tsx";
import type { StatusName } from "#app/_ui/status-table.ts";
import type { IntegrationView } from "#lib/integrations/view.ts";

type Stated = Pick<IntegrationView, "state" | "rateLimitedUntil">;

/** How an integration is now. A host's limit passes by itself, so it is told only of what works otherwise. */
export function statusOf({ state, rateLimitedUntil }: Stated): StatusName {
  const isLimited = state === "connected" && rateLimitedUntil !== null && rateLimitedUntil > new Date();
  return isLimited ? "rate_limited" : state;
}

export function IntegrationStatus({ integration }: { integration: Stated }) {
  const status = statusOf(integration);
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1.5">
      <Status of={status} word={words[status]} />
      {status === "rate_limited" && integration.rateLimitedUntil && (
        <span className="text-sm text-soft">
          frees up <Time at={integration.rateLimitedUntil} focusable />
        </span>
      )}
    </span>
  );
}

const words: Partial<Record<StatusName, string>> = { pending: "Waiting for its key" };
