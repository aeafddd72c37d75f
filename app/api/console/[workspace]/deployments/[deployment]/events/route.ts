import { openRoute } from "#lib/access/route.ts";
import { deploymentEvents, readCursor } from "#lib/deployments/stream.ts";
import { eventStream } from "#lib/event-stream.ts";
import { problem } from "#lib/respond.ts";

const door = "/api/console/[workspace]/deployments/[deployment]/events";

type Context = { params: Promise<{ workspace: string; deployment: string }> };

export async function GET(request: Request, { params }: Context): Promise<Response> {
  try {
    const { actor, resource, recheck } = await openRoute(door, params);
    const after = request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("after");
    return eventStream(request, {
      events: (signal) => deploymentEvents(actor, resource.id, readCursor(after), signal),
      recheck,
    });
  } catch (error) {
    return problem(error);
  }
}
