import { openRoute } from "#lib/access/route.ts";
import { downloadDeploymentLog } from "#lib/deployments/log.ts";
import { download, problem } from "#lib/respond.ts";

const door = "/api/console/[workspace]/deployments/[deployment]/log";

type Context = { params: Promise<{ workspace: string; deployment: string }> };

export async function GET(_: Request, { params }: Context): Promise<Response> {
  try {
    const { actor, resource } = await openRoute(door, params);
    const name = `${resource.app.name.replace(/[^\w.-]+/g, "-")}-${resource.number}.log`;
    return download(name, "text/plain", downloadDeploymentLog(actor, resource.id));
  } catch (error) {
    return problem(error);
  }
}
