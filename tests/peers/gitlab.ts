import type { Dialect, TokenOutcome } from "./git-service/dialect.ts";
import { type Answer, type Call, readBasic, type Route, textOf } from "./git-service/http.ts";
import { type GitService, type ServiceOptions, startService } from "./git-service/service.ts";
import type { State } from "./git-service/state.ts";
import { random, type Token } from "./git-service/tokens.ts";
import { decorate, errors, expand, knownScopes } from "./gitlab/answers.ts";
import { hookRoutes } from "./gitlab/hooks.ts";
import { afterDelivery, makeDeliveryId, push, sign, wants } from "./gitlab/push.ts";
import { readingRoutes } from "./gitlab/routes.ts";
import { statusRoutes } from "./gitlab/statuses.ts";
import { treeRoutes } from "./gitlab/trees.ts";

/** GitLab. Its OAuth tokens live for two hours; `tokenFor(…, { personal: true })` makes a personal access token. */
export function startGitLab(options?: ServiceOptions): Promise<GitService> {
  return startService(gitlab, ["api", "read_repository"], options);
}

const webRoutes: Route[] = [
  { method: "POST", path: "/oauth/revoke", auth: "none", handle: revoke },
  { method: "GET", path: "/oauth/token/info", handle: showToken },
];

export const gitlab: Dialect = {
  provider: "gitlab",
  apiPath: "/api/v4",
  routes: [...readingRoutes, ...hookRoutes, ...statusRoutes, ...treeRoutes],
  webRoutes,
  oauth: {
    authorizePath: "/oauth/authorize",
    tokenPath: "/oauth/token",
    knownScopes,
    refusesUnknownScopes: true,
    takesPkce: true,
    accessSeconds: 7200,
    expires: () => true,
    makeTokens: () => ({ access: random(32), refresh: random(32) }),
    client: readClient,
    answer: answerToken,
  },
  errors,
  personalHeader: "private-token",
  expand,
  decorate,
  git: { users: /^oauth2$/, readScopes: ["read_repository"], writeScopes: ["write_repository"] },
  push,
  sign,
  wants,
  makeDeliveryId,
  maxBodyBytes: 25 * 1024 * 1024,
  attempts: 1,
  afterDelivery,
};

function readClient({ input, headers }: Call): { id: string; secret: string } {
  const basic = readBasic(headers.authorization);
  if (basic) return { id: decodeURIComponent(basic.user), secret: decodeURIComponent(basic.password) };
  return { id: textOf(input, "client_id") ?? "", secret: textOf(input, "client_secret") ?? "" };
}

const grantWords =
  "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the " +
  "authorization request, or was issued to another client.";
const clientWords =
  "Client authentication failed due to unknown client, no client authentication included, or unsupported " +
  "authentication method.";
const unsupportedWords = "The authorization grant type is not supported by the authorization server.";

function answerToken(state: State, outcome: TokenOutcome): Answer {
  if (!("problem" in outcome)) return { status: 200, body: tokenFields(state, outcome.token) };
  if (outcome.problem === "client") return problem(401, "invalid_client", clientWords);
  if (outcome.problem === "grant-type") return problem(400, "unsupported_grant_type", unsupportedWords);
  return problem(400, "invalid_grant", grantWords);
}

const problem = (status: number, error: string, words: string): Answer => ({
  status,
  body: { error, error_description: words },
});

function tokenFields({ expiry }: State, token: Token) {
  return {
    access_token: token.value,
    token_type: "Bearer",
    expires_in: expiry.accessSeconds,
    refresh_token: token.refresh,
    scope: token.scopes.join(" "),
    created_at: Math.floor(token.createdAt / 1000),
  };
}

function revoke(call: Call): Answer {
  const client = readClient(call);
  if (client.id !== call.state.client.id || client.secret !== call.state.client.secret)
    return problem(403, "unauthorized_client", "You are not authorized to revoke this token");
  const value = textOf(call.input, "token") ?? "";
  const token = call.state.tokens.find(value) ?? call.state.tokens.findByRefresh(value);
  if (token) token.isRevoked = true;
  return { status: 200, body: {} };
}

function showToken({ token, state }: Call): Answer {
  if (!token) throw new Error("The route needs a token");
  const body = {
    resource_owner_id: token.user.id,
    scope: token.scopes,
    expires_in: token.expiresAt === null ? null : Math.floor((token.expiresAt - state.now()) / 1000),
    application: { uid: state.client.id },
    created_at: Math.floor(token.createdAt / 1000),
  };
  return { status: 200, body };
}
