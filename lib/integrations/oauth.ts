import {
  allowInsecureRequests,
  type AuthorizationServer,
  authorizationCodeGrantRequest,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  ClientSecretPost,
  customFetch,
  generateRandomCodeVerifier,
  processAuthorizationCodeResponse,
  processRefreshTokenResponse,
  refreshTokenGrantRequest,
  type TokenEndpointResponse,
  validateAuthResponse,
} from "oauth4webapi";
import { Failure } from "#lib/failure.ts";
import { isPlainAllowed, outboundFetch } from "#lib/outbound.ts";
import { Secret } from "#lib/secrets/secret.ts";
import type { GitService, TokenCredential } from "./git/service.ts";
import { GitTrouble } from "./git/trouble.ts";
import { callbackUrl, type OAuthClient } from "./oauth-clients.ts";
import { answerTrouble } from "./oauth-trouble.ts";

/** What a host gave for a code or for a refresh token. */
export interface Tokens {
  credential: TokenCredential;
  /** Null where the host's answer does not name them. */
  scopes: string[] | null;
  expiresAt: Date | null;
}

export interface Consent {
  state: string;
  /** PKCE's, RFC 7636. */
  verifier: string;
}

export const makeVerifier = generateRandomCodeVerifier;

/** The page on which a person consents (RFC 6749, 4.1.1). */
export async function authorizeUrl(service: GitService, client: OAuthClient, consent: Consent): Promise<string> {
  const url = new URL(service.oauth.authorizePath, client.origin);
  const parameters = {
    client_id: client.clientId,
    redirect_uri: callbackUrl(service.provider),
    response_type: "code",
    scope: service.oauth.scopes.map(({ name }) => name).join(" "),
    state: consent.state,
    code_challenge: await calculatePKCECodeChallenge(consent.verifier),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** Changes the code of a consent for tokens. Throws `GitTrouble`. */
export async function exchange(
  service: GitService,
  client: OAuthClient,
  code: string,
  consent: Consent,
): Promise<Tokens> {
  const { server, proof, options } = partsOf(service, client, [code, consent.verifier]);
  return asked(service, async () => {
    const back = new URLSearchParams({ code, state: consent.state });
    const checked = validateAuthResponse(server, proof.client, back, consent.state);
    const callback = callbackUrl(service.provider);
    const answer = await authorizationCodeGrantRequest(
      server,
      proof.client,
      proof.auth,
      checked,
      callback,
      consent.verifier,
      options,
    );
    return tokensOf(service, await processAuthorizationCodeResponse(server, proof.client, answer));
  });
}

/** A new pair for a refresh token; where the host gives none anew, the old one stays. Throws `GitTrouble`. */
export async function refresh(service: GitService, client: OAuthClient, refreshToken: string): Promise<Tokens> {
  const { server, proof, options } = partsOf(service, client, [refreshToken]);
  return asked(service, async () => {
    const answer = await refreshTokenGrantRequest(server, proof.client, proof.auth, refreshToken, options);
    return tokensOf(service, await processRefreshTokenResponse(server, proof.client, answer), refreshToken);
  });
}

/** `sent` is what goes to the host besides the client's secret and must not be seen. */
function partsOf(service: GitService, { origin, clientId, clientSecret }: OAuthClient, sent: string[]) {
  const tokenEndpoint = new URL(service.oauth.tokenPath, origin);
  const server: AuthorizationServer = { issuer: new URL(origin).origin, token_endpoint: tokenEndpoint.href };
  const auth = { post: ClientSecretPost, basic: ClientSecretBasic }[service.oauth.clientAuth](clientSecret.reveal());
  const pair = Secret.of(`${clientId}:${clientSecret.reveal()}`);
  const secrets = [pair, clientSecret, ...sent.map(Secret.of)];
  const options = {
    [allowInsecureRequests]: isPlainAllowed(tokenEndpoint),
    [customFetch]: (url: string, init: object) => askToken(service, secrets, url, init),
  };
  return { server, proof: { client: { client_id: clientId }, auth }, options };
}

/** GitHub answers errors with 200, and not every host words them as RFC 6749 does: they are read before the library. */
async function askToken(
  service: GitService,
  secrets: readonly Secret[],
  url: string,
  init: RequestInit,
): Promise<Response> {
  const answer = await outboundFetch(url, init);
  const trouble = await answerTrouble(service.title, answer.clone(), secrets);
  if (trouble) throw trouble;
  return answer;
}

async function asked(service: GitService, work: () => Promise<Tokens>): Promise<Tokens> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GitTrouble) throw error;
    if (error instanceof Failure) throw new GitTrouble("away", error.message, { cause: error });
    // The library puts the whole answer into its errors, and the tokens are in it.
    const cause = error instanceof Error ? new Error(error.message) : undefined;
    throw new GitTrouble("away", `${service.title}'s answer is not one of OAuth.`, { cause });
  }
}

function tokensOf({ oauth }: GitService, answer: TokenEndpointResponse, refreshToken: string | null = null): Tokens {
  const granted = answer[oauth.grantedIn];
  return {
    credential: {
      access_token: answer.access_token,
      refresh_token: answer.refresh_token ?? refreshToken,
      is_personal: false,
    },
    scopes: typeof granted === "string" ? granted.split(/[\s,]+/).filter((scope) => scope !== "") : null,
    expiresAt: answer.expires_in ? endAfter(answer.expires_in) : null,
  };
}

const longestSeconds = 10 * 365 * 86_400;

/** A host may name a time that is past what a date can hold. */
function endAfter(seconds: number): Date {
  return new Date(Date.now() + Math.min(seconds, longestSeconds) * 1000);
}
