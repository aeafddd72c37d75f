import { rateOf } from "../git-service/door.ts";
import { type Answer, type Call, Refusal, userOf } from "../git-service/http.ts";
import type { Access, Fault, Repository } from "../git-service/model.ts";
import type { Token } from "../git-service/tokens.ts";

export const message = (status: number, words: string): Answer => ({ status, body: { message: words } });
export const refusal = (status: number, words: string) => new Refusal(message(status, words));
export const badParameter = (words: string) => new Refusal({ status: 400, body: { error: words } });

export const knownScopes = [
  "api",
  "read_api",
  "read_user",
  "read_repository",
  "write_repository",
  "openid",
  "profile",
  "email",
];

export function expand(scopes: string[]): string[] {
  const more = scopes.includes("api") ? ["read_api", "read_user", "read_repository", "write_repository"] : [];
  return [...new Set([...scopes, ...more, ...(scopes.includes("write_repository") ? ["read_repository"] : [])])];
}

export const reads = ["api", "read_api"];
export const writes = ["api"];

/** The project of the call by number or path: 404 for one that may not be seen, 403 for what may not be done. */
export function projectOf(call: Call, wanted: Access = "read"): Repository {
  const { state, params } = call;
  const { project = "" } = params;
  const repository = /^\d+$/.test(project)
    ? [...state.repositories.values()].find(({ id }) => String(id) === project)
    : state.repositories.get(project.toLowerCase());
  if (!repository || !state.may(userOf(call), repository, "read")) throw refusal(404, "404 Project Not Found");
  if (!state.may(userOf(call), repository, wanted)) throw refusal(403, "403 Forbidden");
  if (wanted === "write" && repository.isArchived) throw refusal(403, "403 Forbidden");
  return repository;
}

/** A page with GitLab's headers. Above 10,000 items it counts no more, above an offset of 50,000 it wants keysets. */
export function paged<Item>(call: Call, items: Item[], shape: (item: Item) => unknown): Answer {
  const { page, size } = pageOf(call);
  if (page * size > 50_000 + size)
    throw new Refusal({
      status: 405,
      body: {
        error:
          "Offset pagination has a maximum allowed offset of 50000 for requests that return objects of type Project. " +
          "Remaining records can be retrieved using keyset pagination.",
      },
    });
  const last = Math.max(1, Math.ceil(items.length / size));
  const counts: Record<string, string> =
    items.length <= 10_000 ? { "x-total": String(items.length), "x-total-pages": String(last) } : {};
  const headers = {
    "x-page": String(page),
    "x-per-page": String(size),
    "x-next-page": page < last ? String(page + 1) : "",
    "x-prev-page": page > 1 ? String(page - 1) : "",
    ...counts,
    link: links(call, page, last).join(", "),
  };
  return { status: 200, body: items.slice((page - 1) * size, page * size).map(shape), headers };
}

export function pageOf({ query }: Call): { page: number; size: number } {
  const read = (name: string, fallback: number) => Math.max(1, Number.parseInt(query.get(name) ?? "") || fallback);
  return { page: read("page", 1), size: Math.min(100, read("per_page", 20)) };
}

function links(call: Call, page: number, last: number): string[] {
  const to = (number: number, rel: string) => linkTo(call, rel, { page: String(number) });
  return [
    ...(page > 1 ? [to(page - 1, "prev")] : []),
    ...(page < last ? [to(page + 1, "next")] : []),
    to(1, "first"),
    to(last, "last"),
  ];
}

export function linkTo(call: Call, rel: string, fields: Record<string, string>): string {
  const url = new URL(`${call.state.url}/api/v4${call.path}?${call.query}`);
  for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
  return `<${url}>; rel="${rel}"`;
}

export function decorate(answer: Answer, { state, token }: Call): Answer {
  if (!token) return answer;
  const rate = rateOf(state, token);
  const headers = {
    "ratelimit-limit": String(state.rateLimit),
    "ratelimit-observed": String(rate.used),
    "ratelimit-remaining": String(Math.max(0, state.rateLimit - rate.used)),
    "ratelimit-reset": String(Math.ceil(rate.resetAt / 1000)),
    "ratelimit-name": "throttle_authenticated_api",
    ...answer.headers,
  };
  return { ...answer, headers };
}

export const errors = {
  /** A token that once was good is refused with the reason; one that never was with a number. */
  unauthorized(token: Token | null): Answer {
    if (!token || token.kind === "personal") return message(401, "401 Unauthorized");
    const words = token.isRevoked
      ? "Token was revoked. You have to re-authorize from the user."
      : "Token is expired. You can either do re-authorization or token refresh.";
    const challenge = `Bearer realm="Protected by OAuth 2.0", error="invalid_token", error_description="${words}"`;
    const body = { error: "invalid_token", error_description: words };
    return { status: 401, body, headers: { "www-authenticate": challenge } };
  },
  missingScope: (wanted: string[]): Answer => ({
    status: 403,
    body: {
      error: "insufficient_scope",
      error_description: "The request requires higher privileges than provided by the access token.",
      scope: wanted.join(" "),
    },
  }),
  noRoute: (): Answer => ({ status: 404, body: { error: "404 Not Found" } }),
  badBody: () => message(400, "400 Bad request - message body could not be parsed"),
  fault(fault: Extract<Fault, { kind: "429" | "secondary" | "exhausted" }>, now: number): Answer {
    const after = (fault.kind === "exhausted" ? fault.resetAfter : fault.retryAfter) ?? 60;
    const reset = String(Math.ceil(now / 1000) + after);
    const headers = { "retry-after": String(after), "ratelimit-remaining": "0", "ratelimit-reset": reset };
    return { status: 429, body: "Retry later\n", headers: { "content-type": "text/plain", ...headers } };
  },
};
