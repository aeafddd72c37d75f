import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** A bearer of 256 random bits in base64url, after `prefix`, and the hash of the whole, which alone is stored. */
export function makeToken(prefix = ""): { token: string; hash: Buffer } {
  const token = prefix + randomBytes(32).toString("base64url");
  return { token, hash: hashToken(token) };
}

/** SHA-256: enough for a token, whose 256 bits nobody guesses. Never for a password. */
export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** Takes the same time wherever they differ. */
export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
