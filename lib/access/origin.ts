import { env } from "#lib/env.ts";
import { Failure } from "#lib/failure.ts";

/**
 * Throws `forbidden` unless a page of ours sent this request: the first line of every route of the console that changes
 * something, since a browser sends its cookie along with what another site's page asks for.
 */
export function checkOrigin(request: Request): void {
  const origin = request.headers.get("origin");
  const isOurs = origin !== null && (origin === env.url || hostOf(origin) === request.headers.get("host"));
  if (!isOurs) throw new Failure("forbidden", "This request did not come from a page of Devpilot.");
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
