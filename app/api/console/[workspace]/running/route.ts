import { currentMember } from "#lib/access/session.ts";
import { listOpenDeployments } from "#lib/deployments/list.ts";
import { problem } from "#lib/respond.ts";

type Context = { params: Promise<{ workspace: string }> };

export async function GET(_: Request, { params }: Context): Promise<Response> {
  try {
    const actor = await currentMember((await params).workspace);
    return Response.json({ data: await listOpenDeployments(actor) }, { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problem(error);
  }
}
