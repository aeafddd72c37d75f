import { rateOf } from "../git-service/door.ts";
import { type Answer, type Call, Refusal, type Route, userOf } from "../git-service/http.ts";
import type { Access, Fault, Repository } from "../git-service/model.ts";
import type { Token } from "../git-service/tokens.ts";

export const failure = (status: number, message: string, more: object = {}): Answer => ({
  status,
  body: { type: "error", error: { message, ...more } },
});

export const refusal = (status: number, message: string, more?: object) => new Refusal(failure(status, message, more));

export const knownScopes = [
  ...["account", "account:write", "email", "project", "repository", "repository:write", "repository:admin"],
  ...["pullrequest", "pullrequest:write", "webhook", "pipeline", "snippet", "issue"],
];

const included: Record<string, string[]> = {
  "account:write": ["account"],
  account: ["email"],
  "repository:write": ["repository"],
  pullrequest: ["repository"],
  "pullrequest:write": ["pullrequest", "repository", "repository:write"],
};

export function expand(scopes: string[]): string[] {
  return [...new Set(scopes.flatMap((scope) => [scope, ...(included[scope] ?? [])]))];
}

/** The repository of the call by slug or by its id in braces; 404 also for one that may not be seen. */
export function repositoryOf(call: Call, wanted: Access = "read"): Repository {
  const { state, params } = call;
  const { workspace = "", slug = "" } = params;
  const repository =
    state.repositories.get(`${workspace}/${slug}`.toLowerCase()) ??
    [...state.repositories.values()].find(({ uuid }) => uuid === slug);
  if (!repository || !state.may(userOf(call), repository, "read"))
    throw refusal(
      404,
      "You may not have access to this repository or it no longer exists in this workspace. " +
        "If you think this repository exists and you have access, make sure you are authenticated.",
    );
  if (!state.may(userOf(call), repository, wanted))
    throw refusal(403, "Your credentials lack one or more required privileges.", { detail: `${wanted} is required` });
  return repository;
}

/** What CHANGE-2770 took away answers so for good. */
export function gone(): Answer {
  const data = { announcement_url: "https://developer.atlassian.com/cloud/bitbucket/changelog#CHANGE-2770" };
  const error = {
    message: "CHANGE-2770 - Functionality has been deprecated",
    detail: "Please read the changelog entry for more details.",
    data,
  };
  return { status: 410, body: { type: "error", error } };
}

/** A page; `next` is the whole address of the one after it. */
export async function paged<Item>(call: Call, items: Item[], shape: (item: Item) => unknown): Promise<Answer> {
  const read = (name: string, fallback: number) => Number.parseInt(call.query.get(name) ?? "") || fallback;
  const [page, size] = [read("page", 1), read("pagelen", 10)];
  if (page < 1 || size < 1 || size > 100) throw refusal(400, page < 1 ? "Invalid page" : "Invalid pagelen");
  const values = await Promise.all(items.slice((page - 1) * size, page * size).map(shape));
  const at = (number: number) => {
    const url = new URL(`${call.state.url}/2.0${call.path}?${call.query}`);
    url.searchParams.set("page", String(number));
    return url.toString();
  };
  const next = page * size < items.length ? { next: at(page + 1) } : {};
  const previous = page > 1 ? { previous: at(page - 1) } : {};
  return { status: 200, body: { values, pagelen: size, size: items.length, page, ...next, ...previous } };
}

export function decorate(answer: Answer, { state, token }: Call, route: Route): Answer {
  if (!token) return answer;
  const rate = rateOf(state, token);
  const headers = {
    "x-oauth-scopes": token.scopes.join(", "),
    "x-accepted-oauth-scopes": (route.scopes ?? []).join(", "),
    "x-credential-type": "oauth2",
    "x-ratelimit-limit": String(state.rateLimit),
    "x-ratelimit-resource": "api",
    "x-ratelimit-nearlimit": String(rate.used > state.rateLimit * 0.8),
    ...answer.headers,
  };
  return { ...answer, headers };
}

export const errors = {
  unauthorized(token: Token | null): Answer {
    if (token && !token.isRevoked)
      return failure(401, "Access token expired. Use your refresh token to obtain a new access token.");
    return failure(401, "Token is invalid, expired, or not supported for this endpoint.");
  },
  missingScope: (required: string[], { scopes }: Token) =>
    failure(403, "Your credentials lack one or more required privilege scopes.", {
      detail: { required, granted: scopes },
    }),
  noRoute: () => failure(404, "Resource not found", { detail: "There is no API hosted at this URL." }),
  badBody: () => failure(400, "Bad request", { detail: "The body is not valid JSON" }),
  fault(fault: Extract<Fault, { kind: "429" | "secondary" | "exhausted" }>): Answer {
    const after = fault.kind === "exhausted" ? fault.resetAfter : fault.retryAfter;
    const answer = failure(429, "Rate limit for this resource has been exceeded");
    return { ...answer, headers: after === undefined ? {} : { "retry-after": String(after) } };
  },
};
