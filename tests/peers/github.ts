import type { Dialect, TokenOutcome } from "./git-service/dialect.ts";
import { type Answer, type Call, textOf } from "./git-service/http.ts";
import { type GitService, type ServiceOptions, startService } from "./git-service/service.ts";
import type { State } from "./git-service/state.ts";
import { random } from "./git-service/tokens.ts";
import { decorate, errors, expand, knownScopes } from "./github/answers.ts";
import { deploymentRoutes } from "./github/deployments.ts";
import { hookRoutes } from "./github/hooks.ts";
import { makeDeliveryId, push, sign, wants } from "./github/push.ts";
import { readingRoutes } from "./github/routes.ts";
import { treeRoutes } from "./github/trees.ts";

/** GitHub, with its API where GitHub Enterprise Server has it. Tokens live until `setExpiry({ isExpiring: true })`. */
export function startGitHub(options?: ServiceOptions): Promise<GitService> {
  return startService(github, ["repo", "read:user"], options);
}

export const github: Dialect = {
  provider: "github",
  apiPath: "/api/v3",
  routes: [...readingRoutes, ...hookRoutes, ...deploymentRoutes, ...treeRoutes],
  webRoutes: [],
  oauth: {
    authorizePath: "/login/oauth/authorize",
    tokenPath: "/login/oauth/access_token",
    knownScopes,
    refusesUnknownScopes: false,
    takesPkce: true,
    expires: (state) => state.expiry.isExpiring,
    accessSeconds: 28_800,
    makeTokens: ({ expiry }) => ({
      access: `${expiry.isExpiring ? "ghu" : "gho"}_${random(18)}`,
      refresh: `ghr_${random(38)}`,
    }),
    client: ({ input }) => ({ id: textOf(input, "client_id") ?? "", secret: textOf(input, "client_secret") ?? "" }),
    answer: answerToken,
  },
  errors,
  personalHeader: null,
  expand,
  decorate,
  git: { users: /./, readScopes: ["repo"], writeScopes: ["repo", "public_repo"] },
  push,
  sign,
  wants,
  makeDeliveryId,
  maxBodyBytes: 25 * 1024 * 1024,
  // GitHub tries once.
  attempts: 1,
  afterDelivery() {},
};

const problems: Record<string, [string, string]> = {
  client: ["incorrect_client_credentials", "The client_id and/or client_secret passed are incorrect."],
  code: ["bad_verification_code", "The code passed is incorrect or expired."],
  redirect: ["redirect_uri_mismatch", "The redirect_uri MUST match the registered callback URL for this application."],
  verifier: ["bad_verification_code", "The code passed is incorrect or expired."],
  refresh: ["bad_refresh_token", "The refresh token passed is incorrect or expired."],
  "grant-type": ["unsupported_grant_type", "The grant_type passed is not supported."],
};

/** Also a refusal is 200, and everything is form-encoded unless JSON is asked for. */
function answerToken(state: State, outcome: TokenOutcome, { headers }: Call): Answer {
  const fields = "problem" in outcome ? problemFields(outcome.problem) : tokenFields(state, outcome.token);
  if (headers.accept?.includes("json")) return { status: 200, body: fields };
  const form = new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)]));
  const type = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  return { status: 200, body: form.toString(), headers: type };
}

function problemFields(problem: string): Record<string, string> {
  const [error = "", description = ""] = problems[problem] ?? [];
  const uri =
    "https://docs.github.com/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors";
  return { error, error_description: description, error_uri: uri };
}

function tokenFields(state: State, token: { value: string; scopes: string[]; refresh: string | null }) {
  const base = { access_token: token.value, token_type: "bearer", scope: token.scopes.join(",") };
  const expiry = { expires_in: state.expiry.accessSeconds, refresh_token_expires_in: 15_897_600 };
  return token.refresh ? { ...base, ...expiry, refresh_token: token.refresh } : base;
}
