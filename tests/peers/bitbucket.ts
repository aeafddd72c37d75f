import { decorate, errors, expand, knownScopes } from "./bitbucket/answers.ts";
import { hookRoutes } from "./bitbucket/hooks.ts";
import { makeDeliveryId, push, sign, wants } from "./bitbucket/push.ts";
import { readingRoutes } from "./bitbucket/routes.ts";
import { treeRoutes } from "./bitbucket/trees.ts";
import type { Dialect, TokenOutcome } from "./git-service/dialect.ts";
import { type Answer, readBasic } from "./git-service/http.ts";
import { type GitService, type ServiceOptions, startService } from "./git-service/service.ts";
import type { State } from "./git-service/state.ts";
import { random } from "./git-service/tokens.ts";

/** Bitbucket Cloud as it is in 2026: repositories are listed one workspace at a time. Tokens live for two hours. */
export function startBitbucket(options?: ServiceOptions): Promise<GitService> {
  return startService(bitbucket, ["repository", "account", "webhook"], options);
}

export const bitbucket: Dialect = {
  provider: "bitbucket",
  apiPath: "/2.0",
  routes: [...readingRoutes, ...hookRoutes, ...treeRoutes],
  webRoutes: [],
  oauth: {
    authorizePath: "/site/oauth2/authorize",
    tokenPath: "/site/oauth2/access_token",
    knownScopes,
    refusesUnknownScopes: true,
    takesPkce: false,
    accessSeconds: 7200,
    expires: () => true,
    makeTokens: () => ({ access: `${random(40)}=`, refresh: random(9) }),
    client({ headers }) {
      const basic = readBasic(headers.authorization);
      return basic && { id: decodeURIComponent(basic.user), secret: decodeURIComponent(basic.password) };
    },
    answer: answerToken,
  },
  errors,
  personalHeader: null,
  expand,
  decorate,
  git: { users: /^x-token-auth$/, readScopes: ["repository"], writeScopes: ["repository:write"] },
  push,
  sign,
  wants,
  makeDeliveryId,
  maxBodyBytes: 256 * 1024,
  attempts: 3,
  afterDelivery() {},
};

const problems: Record<string, [string, string]> = {
  client: ["unauthorized_client", "Invalid OAuth client credentials"],
  code: ["invalid_grant", "The specified code is not valid."],
  redirect: ["invalid_grant", "redirect_uri does not match"],
  verifier: ["invalid_grant", "The specified code is not valid."],
  refresh: ["invalid_grant", "Invalid refresh_token"],
  "grant-type": ["unsupported_grant_type", "Unsupported grant type"],
};

/** It says `scopes` where the standard says `scope`. */
function answerToken({ expiry }: State, outcome: TokenOutcome): Answer {
  if ("problem" in outcome) {
    const [error, description] = problems[outcome.problem] ?? [];
    return { status: 400, body: { error, error_description: description } };
  }
  const { value, refresh, scopes } = outcome.token;
  const body = {
    access_token: value,
    refresh_token: refresh,
    token_type: "bearer",
    expires_in: expiry.accessSeconds,
    scopes: scopes.join(" "),
    state: outcome.isRefresh ? "refresh_token" : "authorization_code",
  };
  return { status: 200, body };
}
