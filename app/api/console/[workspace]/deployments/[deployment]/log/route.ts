import { currentMember } from "#lib/access/session.ts";
import { authorize } from "#lib/access/authorize.ts";
import { downloadDeploymentLog } from "#lib/deployments/log.ts";
import { download, problem } from "#lib/respond.ts";

type Context = { params: Promise<{ workspace: string; deployment: string }> };

export async function GET(_: Request, { params }: Context): Promise<Response> {
  try {
    const { workspace, deployment } = await params;
    const actor = await currentMember(workspace);
    const { app, number } = await authorize(actor, "deployment.view", deployment);
    const name = `${app.name.replace(/[^\w.-]+/g, "-")}-${number}.log`;
    return download(name, "text/plain", downloadDeploymentLog(actor, deployment));
  } catch (error) {
    return problem(error);
  }
}
