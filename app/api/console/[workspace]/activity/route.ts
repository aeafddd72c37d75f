import { look } from "#lib/action.ts";
import { openRoute } from "#lib/access/route.ts";
import { problem } from "#lib/respond.ts";

type Context = { params: Promise<{ workspace: string }> };

/** The list with the filters of the page, as a file. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  try {
    const { workspace } = await params;
    await openRoute("/api/console/[workspace]/activity", params);
    const filters = Object.fromEntries(new URL(request.url).searchParams);
    const { type, fileName, text } = await look("activity.export", workspace, filters);
    return new Response(text, {
      headers: {
        "content-type": type,
        "content-disposition": `attachment; filename="${fileName}"`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    return problem(error);
  }
}
