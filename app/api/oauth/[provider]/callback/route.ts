import { cookies } from "next/headers";
import { listMemberships } from "#lib/access/membership.ts";
import { currentMember, currentUser } from "#lib/access/session.ts";
import { env } from "#lib/env.ts";
import { type Finished, finishOAuth } from "#lib/integrations/finish-oauth.ts";
import { consentCookie } from "#lib/integrations/start-oauth.ts";
import { paths } from "#lib/paths.ts";

type Context = { params: Promise<{ provider: string }> };

/** Where a git host sends the browser back to. It changes something by GET, because it spends its state. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { provider } = await params;
  const jar = await cookies();
  const parameters = new URL(request.url).searchParams;
  const cookie = consentCookie(parameters.get("state") ?? "");
  const browser = jar.get(cookie.name)?.value ?? null;
  const finished = await finishOAuth({ provider, parameters, browser, memberOf: currentMember });
  jar.delete(cookie);
  const headers = { location: env.url + (await placeAfter(finished)), "referrer-policy": "no-referrer" };
  return new Response(null, { status: 303, headers: { ...headers, "cache-control": "no-store" } });
}

async function placeAfter(finished: Finished): Promise<string> {
  if ("integration" in finished) return paths.integration(finished.workspace, finished.integration);
  const workspace = finished.workspace ?? (await anyWorkspace());
  return workspace ? `${paths.integrations(workspace)}?problem=${finished.problem}` : paths.home();
}

/** Nobody knows where it began: one of theirs, to say so. */
async function anyWorkspace(): Promise<string | null> {
  const user = await currentUser();
  const [first] = user ? await listMemberships(user.userId) : [];
  return first?.slug ?? null;
}
