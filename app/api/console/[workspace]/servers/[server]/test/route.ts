import { checkOrigin } from "#lib/access/origin.ts";
import { openRoute } from "#lib/access/route.ts";
import { eventStream } from "#lib/event-stream.ts";
import { problem } from "#lib/respond.ts";
import { serverTestEvents } from "#lib/servers/test-events.ts";

type Context = { params: Promise<{ workspace: string; server: string }> };

/** Runs the connection test and tells its stages as they go. It changes things, so it is no GET. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  try {
    checkOrigin(request);
    const { actor, resource, recheck } = await openRoute("/api/console/[workspace]/servers/[server]/test", params);
    return eventStream(request, { events: (signal) => serverTestEvents(actor, resource.id, signal), recheck });
  } catch (error) {
    return problem(error);
  }
}
