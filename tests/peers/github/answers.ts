import { createHash } from "node:crypto";
import { type Answer, type Call, Refusal, type Route, userOf } from "../git-service/http.ts";
import { rateOf } from "../git-service/door.ts";
import type { Access, Fault, Repository } from "../git-service/model.ts";
import type { Token } from "../git-service/tokens.ts";

const documentation = "https://docs.github.com/rest";

export const message = (status: number, words: string, more: object = {}): Answer => ({
  status,
  body: { message: words, ...more, documentation_url: documentation, status: String(status) },
});

export const notFound = () => new Refusal(message(404, "Not Found"));

export interface FieldError {
  resource: string;
  code: string;
  field?: string;
  message?: string;
}

export const invalid = (...errors: FieldError[]) => new Refusal(message(422, "Validation Failed", { errors }));

/** What a scope of an OAuth token includes. */
const included: Record<string, string[]> = {
  repo: ["repo:status", "repo_deployment", "public_repo", "repo:invite", "security_events"],
  "admin:repo_hook": ["write:repo_hook", "read:repo_hook"],
  "write:repo_hook": ["read:repo_hook"],
  user: ["read:user", "user:email", "user:follow"],
};

export const knownScopes = [...new Set([...Object.keys(included), ...Object.values(included).flat(), "read:org"])];

export function expand(scopes: string[]): string[] {
  const all = new Set(scopes);
  for (const scope of all) for (const one of included[scope] ?? []) all.add(one);
  return [...all];
}

/** The repository of the call, if this token may see it and do this. Whatever else is "Not Found", as GitHub has it. */
export function repositoryOf(call: Call, wanted: Access = "read"): Repository {
  const repository = call.state.repositories.get(`${call.params.owner}/${call.params.repo}`.toLowerCase());
  const scopes = expand(call.token?.scopes ?? []);
  if (!repository || (repository.isPrivate && !scopes.includes("repo"))) throw notFound();
  if (!call.state.may(userOf(call), repository, "read")) throw notFound();
  if (wanted === "admin" && !call.state.may(userOf(call), repository, "admin")) throw notFound();
  if (wanted === "write" && !call.state.may(userOf(call), repository, "write"))
    throw new Refusal(message(403, "Must have push access to repository"));
  if (call.method !== "GET" && repository.isArchived)
    throw new Refusal(message(403, "Repository was archived so is read-only."));
  return repository;
}

/** One page of a list, with the Link header that leads to the others. */
export function paged<Item>(call: Call, items: Item[], shape: (item: Item) => unknown): Answer {
  const { page, size } = pageOf(call);
  const body = items.slice((page - 1) * size, page * size).map(shape);
  return { status: 200, body, headers: linkHeader(call, page, Math.max(1, Math.ceil(items.length / size))) };
}

export function pageOf({ query }: Call): { page: number; size: number } {
  const read = (name: string, fallback: number) => Math.max(1, Number.parseInt(query.get(name) ?? "") || fallback);
  return { page: read("page", 1), size: Math.min(100, read("per_page", 30)) };
}

export function linkHeader(call: Call, page: number, last: number): Record<string, string> {
  const to = (number: number, rel: string) => {
    const url = new URL(`${call.state.url}/api/v3${call.path}?${call.query}`);
    url.searchParams.set("page", String(number));
    return `<${url}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [to(page - 1, "prev")] : []),
    ...(page < last ? [to(page + 1, "next"), to(last, "last")] : []),
    ...(page > 1 ? [to(1, "first")] : []),
  ];
  return links.length > 0 ? { link: links.join(", ") } : {};
}

/** Scopes, the hour's calls, and the tag by which an unchanged answer costs nothing. */
export function decorate(answer: Answer, call: Call, route: Route): Answer {
  const { state, token } = call;
  if (!token) return answer;
  const tag = call.method === "GET" && answer.status === 200 ? `W/"${hash(JSON.stringify(answer.body))}"` : null;
  const isSame = tag !== null && call.headers["if-none-match"] === tag;
  const rate = rateOf(state, token);
  if (isSame) rate.used--;
  const headers = {
    "x-github-media-type": "github.v3; format=json",
    "x-oauth-scopes": token.scopes.join(", "),
    "x-accepted-oauth-scopes": (route.scopes ?? []).join(", "),
    "x-ratelimit-limit": String(state.rateLimit),
    "x-ratelimit-remaining": String(Math.max(0, state.rateLimit - rate.used)),
    "x-ratelimit-used": String(rate.used),
    "x-ratelimit-reset": String(Math.ceil(rate.resetAt / 1000)),
    "x-ratelimit-resource": "core",
    ...(token.expiresAt ? { "github-authentication-token-expiration": new Date(token.expiresAt).toISOString() } : {}),
    ...(tag ? { etag: tag, "cache-control": "private, max-age=60, s-maxage=60" } : {}),
    ...answer.headers,
  };
  return isSame ? { status: 304, headers } : { ...answer, headers };
}

const hash = (text: string) => createHash("sha256").update(text).digest("hex");

export const errors = {
  unauthorized: (token: Token | null, { headers }: Pick<Call, "headers">) =>
    message(401, headers.authorization || token ? "Bad credentials" : "Requires authentication"),
  missingScope: (wanted: string[], token: Token): Answer => ({
    ...message(403, `This API operation needs one of these scopes: ${wanted.join(", ")}`),
    headers: { "x-oauth-scopes": token.scopes.join(", ") },
  }),
  noRoute: () => message(404, "Not Found"),
  badBody: () => message(400, "Problems parsing JSON"),
  fault(fault: Extract<Fault, { kind: "429" | "secondary" | "exhausted" }>, now: number): Answer {
    if (fault.kind !== "exhausted") {
      const words = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
      const headers = { "retry-after": String(fault.retryAfter ?? 60) };
      return { ...message(fault.kind === "429" ? 429 : 403, words), headers };
    }
    const reset = String(Math.ceil(now / 1000) + (fault.resetAfter ?? 60));
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset };
    return { ...message(403, "API rate limit exceeded for this user."), headers };
  },
};
