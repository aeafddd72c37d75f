import { searchHit } from "#app/w/[workspace]/_frame/search-hit.ts";
import { look } from "#lib/action.ts";
import { openRoute } from "#lib/access/route.ts";
import { problem } from "#lib/respond.ts";

type Context = { params: Promise<{ workspace: string }> };

export async function GET(request: Request, { params }: Context): Promise<Response> {
  try {
    const { workspace } = await params;
    await openRoute("/api/console/[workspace]/search", params);
    const found = await look("workspace.search", workspace, { q: new URL(request.url).searchParams.get("q") ?? "" });
    const data = found.data.map((thing) => searchHit(workspace, thing));
    return Response.json({ data }, { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problem(error);
  }
}
