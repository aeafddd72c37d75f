import { createHash, randomBytes } from "node:crypto";
import type { User } from "./model.ts";

export interface Token {
  value: string;
  refresh: string | null;
  user: User;
  scopes: string[];
  kind: "oauth" | "personal";
  createdAt: number;
  /** Milliseconds, or null for one that lives until it is revoked. */
  expiresAt: number | null;
  isRevoked: boolean;
}

/** What a person allowed, to be changed for a token once and within ten minutes. */
export interface Grant {
  code: string;
  user: User;
  scopes: string[];
  redirectUri: string;
  /** As the authorisation asked: without it the token request need not name the URI. */
  namedRedirectUri: boolean;
  challenge: string | null;
  expiresAt: number;
  isUsed: boolean;
}

/** A name for a token that can be compared and reveals nothing. */
export function nameOf(token: string): string {
  return createHash("sha256").update(token).digest("hex").slice(0, 12);
}

export const random = (bytes = 20) => randomBytes(bytes).toString("hex");

/** Every token and grant of a service, the dead ones too: a dead token is refused with other words than an unknown one. */
export class Tokens {
  readonly #tokens = new Map<string, Token>();
  readonly #grants = new Map<string, Grant>();

  add(token: Token): Token {
    this.#tokens.set(token.value, token);
    return token;
  }

  find(value: string): Token | undefined {
    return this.#tokens.get(value);
  }

  findByRefresh(refresh: string): Token | undefined {
    return [...this.#tokens.values()].find((token) => token.refresh === refresh);
  }

  revokeAllOf(login: string): void {
    for (const token of this.#tokens.values()) if (token.user.login === login) token.isRevoked = true;
    for (const grant of this.#grants.values()) if (grant.user.login === login) grant.isUsed = true;
  }

  addGrant(grant: Grant): Grant {
    this.#grants.set(grant.code, grant);
    return grant;
  }

  /** The grant of a code that is still good; using it spends it. */
  spend(code: string, now: number): Grant | null {
    const grant = this.#grants.get(code);
    if (!grant || grant.isUsed || grant.expiresAt <= now) return null;
    grant.isUsed = true;
    return grant;
  }
}

/** RFC 7636, S256: the challenge that belongs to a verifier. */
export function challengeOf(verifier: string): string {
  return createHash("sha256").update(verifier).digest("base64url");
}
