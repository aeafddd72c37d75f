import { createHash } from "node:crypto";
import { Secret } from "#lib/secrets/secret.ts";

const prefix = "whsec_";

/**
 * The token that GitLab signs deliveries with after https://www.standardwebhooks.com: 32 bytes in base64 behind a
 * prefix. A secret of that form is one by itself; of another secret one is made.
 */
export function signingToken(secret: Secret): Secret {
  const value = secret.reveal();
  if (value.startsWith(prefix)) return secret;
  return Secret.of(prefix + createHash("sha256").update(value).digest("base64"));
}

/** The bytes behind the token: the key of its signatures. */
export function signingKey(secret: Secret): Buffer {
  return Buffer.from(signingToken(secret).reveal().slice(prefix.length), "base64");
}
