import { generateKeyPairSync } from "node:crypto";

import { invalid } from "#lib/failure.ts";
import { Secret } from "#lib/secrets/secret.ts";

import { parsePrivateKey } from "./connection.ts";
import { fingerprint, hostKeyFromWire } from "./host-keys.ts";
import { encodeEd25519, publicKeyLine } from "./openssh.ts";
import { unsupported } from "./pem.ts";
import { readStrings } from "./wire.ts";

/** A new Ed25519 pair: the line for authorized_keys, and the private key in OpenSSH's form, not encrypted. */
export function makeKeyPair(): { publicKey: string; privateKey: Secret } {
  const { blob, pem } = encodeEd25519(generateKeyPairSync("ed25519").privateKey, "devpilot");
  return { publicKey: publicKeyLine("ssh-ed25519", blob, "devpilot"), privateKey: Secret.of(pem) };
}

/**
 * Reads a private key that a person gave (OpenSSH, PKCS#8, traditional PEM or PuTTY) and says what it is.
 * Throws a Failure at `private_key` (unreadable, public, DSA, RSA below 2048 bits) or `passphrase` (missing, wrong).
 */
export function readPrivateKey(pem: Secret, passphrase?: Secret) {
  const blob = parsePrivateKey(pem, passphrase).getPublicSSH();
  const hostKey = hostKeyFromWire(blob);
  refuseWeak(hostKey.type, blob);
  return { type: hostKey.type, publicKey: publicKeyLine(hostKey.type, blob, ""), fingerprint: fingerprint(hostKey) };
}

function refuseWeak(type: string, blob: Buffer) {
  if (type === "ssh-dss") throw unsupported("DSA");
  if (type === "ssh-rsa" && rsaBits(blob) < 2048) {
    throw invalid("private_key", `This RSA key has ${rsaBits(blob)} bits: use at least 2048, or an Ed25519 key.`);
  }
}

/** The blob of an RSA key holds its type, its exponent and its modulus (RFC 4253, section 6.6). */
function rsaBits(blob: Buffer): number {
  const modulus = readStrings(blob)[2]?.toString("hex") ?? "";
  return BigInt(`0x${modulus || "0"}`).toString(2).length;
}
