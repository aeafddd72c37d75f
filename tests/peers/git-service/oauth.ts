import { consentPage, errorPage } from "./consent.ts";
import type { Dialect, TokenOutcome } from "./dialect.ts";
import { type Answer, type Call, type Route, textOf } from "./http.ts";
import type { User } from "./model.ts";
import type { State } from "./state.ts";
import { challengeOf, random, type Token } from "./tokens.ts";

interface Consent {
  scopes: string[];
  redirectUri: string;
  namedRedirectUri: boolean;
  state: string | null;
  challenge: string | null;
}

/** The authorisation code grant (RFC 6749, 4.1) with PKCE (RFC 7636), in the words of a provider. */
export function oauthRoutes(dialect: Dialect): Route[] {
  const consents = new Map<string, Consent>();
  const { authorizePath, tokenPath } = dialect.oauth;
  return [
    { method: "GET", path: authorizePath, auth: "none", handle: (call) => ask(dialect, call, consents) },
    { method: "POST", path: authorizePath, auth: "none", handle: (call) => decide(dialect, call, consents) },
    { method: "POST", path: tokenPath, auth: "none", handle: (call) => giveToken(dialect, call) },
  ];
}

/** A token of a person, without the dance. */
export function issueToken(state: State, dialect: Dialect, user: User, scopes: string[]): Token {
  const { access, refresh } = dialect.oauth.makeTokens(state);
  const expires = dialect.oauth.expires(state);
  return state.tokens.add({
    value: access,
    refresh: expires ? refresh : null,
    user,
    scopes,
    kind: "oauth",
    createdAt: state.now(),
    expiresAt: expires ? state.now() + state.expiry.accessSeconds * 1000 : null,
    isRevoked: false,
  });
}

function ask(dialect: Dialect, { state, query }: Call, consents: Map<string, Consent>): Answer {
  if (query.get("client_id") !== state.client.id) return refuse(404, "There is no application of this client id.");
  const redirectUri = query.get("redirect_uri") ?? [...state.redirectUris][0];
  if (!redirectUri || !state.redirectUris.has(redirectUri))
    return refuse(400, "The redirect URI is not associated with this application.");
  const back = { redirectUri, state: query.get("state") };
  const isCode = dialect.provider === "github" || query.get("response_type") === "code";
  if (!isCode) return redirect(back, { error: "unsupported_response_type" });
  const scopes = (query.get("scope") ?? "").split(/[\s,]+/).filter(Boolean);
  const known = scopes.filter((scope) => dialect.oauth.knownScopes.includes(scope));
  if (dialect.oauth.refusesUnknownScopes && known.length < scopes.length)
    return redirect(back, { error: "invalid_scope", error_description: "The requested scope is invalid or unknown." });
  const challenge = dialect.oauth.takesPkce ? query.get("code_challenge") : null;
  if (challenge && query.get("code_challenge_method") !== "S256")
    return redirect(back, { error: "invalid_request", error_description: "The code challenge method must be S256." });

  const consent = random();
  consents.set(consent, { ...back, scopes: known, challenge, namedRedirectUri: query.has("redirect_uri") });
  const about = { provider: dialect.provider, login: state.signedIn.login, action: dialect.oauth.authorizePath };
  return { status: 200, body: consentPage({ ...about, scopes: known, consent }) };
}

function decide(dialect: Dialect, { state, input }: Call, consents: Map<string, Consent>): Answer {
  const key = textOf(input, "consent") ?? "";
  const consent = consents.get(key);
  if (!consent) return refuse(422, "This page is too old. Start again.");
  consents.delete(key);
  if (input.decision !== "authorize")
    return redirect(consent, { error: "access_denied", error_description: "The user has denied access." });
  const { scopeLimit } = state;
  const grant = state.tokens.addGrant({
    code: random(),
    user: state.signedIn,
    scopes: scopeLimit ? consent.scopes.filter((scope) => scopeLimit.includes(scope)) : consent.scopes,
    redirectUri: consent.redirectUri,
    namedRedirectUri: consent.namedRedirectUri,
    challenge: consent.challenge,
    expiresAt: state.now() + state.expiry.codeSeconds * 1000,
    isUsed: false,
  });
  return redirect(consent, { code: grant.code });
}

function giveToken(dialect: Dialect, call: Call): Answer {
  const client = dialect.oauth.client(call);
  const { state, input } = call;
  const isClient = client?.id === state.client.id && client.secret === state.client.secret;
  const outcome: TokenOutcome = !isClient
    ? { problem: "client" }
    : input.grant_type === "refresh_token"
      ? refresh(dialect, call)
      : input.grant_type === "authorization_code" || (dialect.provider === "github" && !input.grant_type)
        ? exchange(dialect, call)
        : { problem: "grant-type" };
  return dialect.oauth.answer(state, outcome, call);
}

function exchange(dialect: Dialect, { state, input }: Call): TokenOutcome {
  const grant = state.tokens.spend(textOf(input, "code") ?? "", state.now());
  if (!grant) return { problem: "code" };
  const redirectUri = textOf(input, "redirect_uri");
  const mustName = grant.namedRedirectUri && dialect.provider !== "github";
  if (redirectUri ? redirectUri !== grant.redirectUri : mustName) return { problem: "redirect" };
  const verifier = textOf(input, "code_verifier");
  if (grant.challenge && (!verifier || challengeOf(verifier) !== grant.challenge)) return { problem: "verifier" };
  return { token: issueToken(state, dialect, grant.user, grant.scopes), isRefresh: false };
}

/** The old pair is dead from here on, both of it. */
function refresh(dialect: Dialect, { state, input }: Call): TokenOutcome {
  const old = state.tokens.findByRefresh(textOf(input, "refresh_token") ?? "");
  if (!old || old.isRevoked) return { problem: "refresh" };
  old.isRevoked = true;
  state.refreshes++;
  return { token: issueToken(state, dialect, old.user, old.scopes), isRefresh: true };
}

const refuse = (status: number, words: string): Answer => ({ status, body: errorPage(words) });

function redirect(back: { redirectUri: string; state: string | null }, fields: Record<string, string>): Answer {
  const url = new URL(back.redirectUri);
  for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
  if (back.state !== null) url.searchParams.set("state", back.state);
  return { status: 302, headers: { location: url.toString() } };
}
