import { runningItem } from "#app/w/[workspace]/_frame/running-item.ts";
import { openRoute } from "#lib/access/route.ts";
import { listOpenDeployments } from "#lib/deployments/list.ts";
import { problem } from "#lib/respond.ts";

type Context = { params: Promise<{ workspace: string }> };

export async function GET(_: Request, { params }: Context): Promise<Response> {
  try {
    const { workspace } = await params;
    const { actor } = await openRoute("/api/console/[workspace]/running", params);
    const running = await listOpenDeployments(actor);
    const data = running.map((deployment) => runningItem(workspace, deployment));
    return Response.json({ data }, { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problem(error);
  }
}
