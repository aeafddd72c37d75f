import { openRoute } from "#lib/access/route.ts";
import { eventStream } from "#lib/event-stream.ts";
import { problem } from "#lib/respond.ts";
import { watchWorkspace } from "#lib/workspaces/watch.ts";

type Context = { params: Promise<{ workspace: string }> };

export async function GET(request: Request, { params }: Context): Promise<Response> {
  try {
    const { actor, recheck } = await openRoute("/api/console/[workspace]/events", params);
    const since = new URL(request.url).searchParams.get("since");
    return eventStream(request, { events: (signal) => watchWorkspace(actor, signal, since), recheck });
  } catch (error) {
    return problem(error);
  }
}
