import type { KeyObject } from "node:crypto";
import { randomBytes } from "node:crypto";

import { strings, uint32 } from "./wire.ts";

/** A public key as one line of authorized_keys. */
export function publicKeyLine(type: string, blob: Buffer, comment: string): string {
  return `${type} ${blob.toString("base64")} ${comment}`.trim();
}

/** An Ed25519 key in the form that OpenSSH and ssh2 read (openssh-portable, PROTOCOL.key). */
export function encodeEd25519(key: KeyObject, comment: string): { blob: Buffer; pem: string } {
  const { x, d } = key.export({ format: "jwk" });
  const [pub, seed] = [Buffer.from(x ?? "", "base64url"), Buffer.from(d ?? "", "base64url")];
  const blob = strings("ssh-ed25519", pub);
  const check = randomBytes(4);
  const secret = [check, check, blob, strings(Buffer.concat([seed, pub]), comment)];
  const body = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    strings("none", "none", ""),
    uint32(1),
    strings(blob, padded(Buffer.concat(secret))),
  ]);
  return { blob, pem: armour(body) };
}

function padded(secret: Buffer): Buffer {
  const missing = (8 - (secret.length % 8)) % 8;
  return Buffer.concat([secret, Buffer.from([1, 2, 3, 4, 5, 6, 7]).subarray(0, missing)]);
}

function armour(body: Buffer): string {
  const lines = body.toString("base64").match(/.{1,70}/g) ?? [];
  return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----", ""].join("\n");
}
