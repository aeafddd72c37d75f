import { currentPass } from "#lib/access/session.ts";
import { authorize } from "#lib/access/authorize.ts";
import { deploymentEvents, readCursor } from "#lib/deployments/stream.ts";
import { eventStream } from "#lib/event-stream.ts";
import { problem } from "#lib/respond.ts";

type Context = { params: Promise<{ workspace: string; deployment: string }> };

export async function GET(request: Request, { params }: Context): Promise<Response> {
  try {
    const { workspace, deployment } = await params;
    const pass = await currentPass(workspace);
    const actor = await pass();
    await authorize(actor, "deployment.view", deployment);
    const after = request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("after");
    return eventStream(request, {
      events: (signal) => deploymentEvents(actor, deployment, readCursor(after), signal),
      recheck: async () => authorize(await pass(), "deployment.view", deployment),
    });
  } catch (error) {
    return problem(error);
  }
}
