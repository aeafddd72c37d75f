import { Time } from "#app/_ui/time.tsx";
import type { ServerView } from "#lib/servers/view.ts";

const sentences: Record<ServerView["connection"], string> = {
  unknown: "Nobody has looked since its address or key changed: test the connection.",
  connected: "Devpilot reaches this server, and its host key is the confirmed one.",
  unreachable: "Devpilot could not reach this server.",
  host_key_changed: "Devpilot keeps away from this server until its new host key is confirmed.",
};

/** What is known of the connection while no test runs. */
export function LastSeen({ server: { connection, connectionReason, checkedAt } }: { server: ServerView }) {
  return (
    <div className="grid gap-1">
      <p>{connection === "unreachable" ? (connectionReason ?? sentences.unreachable) : sentences[connection]}</p>
      {checkedAt && (
        <p className="text-sm text-soft">
          Last checked <Time at={checkedAt} focusable />
        </p>
      )}
    </div>
  );
}
