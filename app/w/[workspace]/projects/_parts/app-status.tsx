import { Status } from "#app/_ui/status.tsx";
import type { AppView } from "#lib/apps/view.ts";
import { statusOf } from "../../deployments/_parts/words.ts";

/** What visitors see of an app, and what became of the last try to change it. */
export function AppStatus({ app: { isActive, live, latest } }: { app: Pick<AppView, "isActive" | "live" | "latest"> }) {
  const isNews = latest !== null && latest.id !== live?.id && latest.status !== "cancelled";
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
      {live && <Status {...statusOf({ ...live, isLive: true })} />}
      {isNews && <Status of={latest.status} word={live ? `#${latest.number} ${words[latest.status]}` : undefined} />}
      {!live && !isNews && <span className="text-soft">Not deployed yet</span>}
      {!isActive && <Status of="inactive" />}
    </span>
  );
}

const words = {
  pending: "waits",
  processing: "runs",
  completed: "completed",
  failed: "failed",
  cancelled: "cancelled",
};
