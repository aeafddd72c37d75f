import { openRoute } from "#lib/access/route.ts";
import { look } from "#lib/action.ts";
import { problem } from "#lib/respond.ts";

const door = "/api/console/[workspace]/projects/[project]/integrations/[integration]/repositories";

type Context = { params: Promise<{ workspace: string; project: string; integration: string }> };

/** What an account sees, for the picker that searches as somebody types. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  try {
    const { workspace, project, integration } = await params;
    await openRoute(door, params);
    const asked = Object.fromEntries(new URL(request.url).searchParams);
    const page = await look("integrations.repositories", workspace, {
      limit: pageLength,
      ...asked,
      project,
      integration,
    });
    return Response.json(page, { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problem(error);
  }
}

const pageLength = 30;
