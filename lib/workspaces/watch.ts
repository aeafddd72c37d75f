import type { Actor } from "#lib/access/actor.ts";
import { stampOf } from "#lib/activity/stamp.ts";
import type { StreamEvent } from "#lib/event-stream.ts";
import { hangBell } from "#lib/jobs/bell.ts";

const pollMilliseconds = 5000;

/**
 * Says `news` whenever something changed in the actor's workspace that a list or an overview may show; never what, since
 * each page asks anew and sees what its reader may see. `since` is the stamp that a page was drawn under: what changed
 * after it is news at once. Ends when the signal says so.
 */
export async function* watchWorkspace(
  { workspaceId }: Actor,
  signal: AbortSignal,
  since: string | null = null,
): AsyncGenerator<StreamEvent> {
  const bell = hangBell(workspaceId, signal, pollMilliseconds);
  try {
    let seen = await stampOf(workspaceId);
    yield { event: "ready", data: {} };
    if (since !== null && since !== seen) yield { event: "news", data: {} };
    while (!signal.aborted) {
      await bell.next();
      const stamp = await stampOf(workspaceId);
      if (stamp !== seen && !signal.aborted) yield { event: "news", data: {} };
      seen = stamp;
    }
  } finally {
    bell.stop();
  }
}
