import { createPrivateKey, type KeyObject } from "node:crypto";

import { invalid } from "#lib/failure.ts";

import { encodeEd25519 } from "./openssh.ts";

/** What the SSH library needs to read a private key. */
export type ReadableKey = { text: string; passphrase?: string };

/**
 * Brings a pasted key into a form that the SSH library reads: OpenSSH and PuTTY keys as they are, PKCS#8 and
 * traditional PEM through Node. Throws a Failure at `private_key` or `passphrase`.
 */
export function readableKey(pasted: string, passphrase?: string): ReadableKey {
  const text = `${pasted
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .trim()}\n`;
  if (/^(ssh|ecdsa|sk)-[\w@.-]+ AAAA/.test(text) || text.includes("PUBLIC KEY-----")) {
    throw invalid("private_key", "This is a public key. Paste the private one: the file without “.pub”.");
  }
  if (!/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(text)) return { text, passphrase };
  if (text.includes("BEGIN OPENSSH PRIVATE KEY")) return { text, passphrase };
  return { text: convert(openPem(text, passphrase)) };
}

function openPem(text: string, passphrase?: string): KeyObject {
  const encrypted = /ENCRYPTED/.test(text);
  if (encrypted && !passphrase) throw passphraseMissing();
  try {
    return createPrivateKey({ key: text, format: "pem", passphrase: passphrase ?? "" });
  } catch (cause) {
    throw encrypted ? passphraseWrong() : unreadable(cause);
  }
}

function convert(key: KeyObject): string {
  const write = writers[key.asymmetricKeyType ?? ""];
  if (!write) throw unsupported(key.asymmetricKeyType ?? "unknown");
  return write(key);
}

const writers: Record<string, ((key: KeyObject) => string) | undefined> = {
  rsa: (key) => key.export({ type: "pkcs1", format: "pem" }).toString(),
  ec: (key) => key.export({ type: "sec1", format: "pem" }).toString(),
  ed25519: (key) => encodeEd25519(key, "").pem,
};

export function passphraseMissing() {
  return invalid("passphrase", "This private key is encrypted: give its passphrase.");
}

export function passphraseWrong() {
  return invalid("passphrase", "The passphrase does not open this private key.");
}

export function unsupported(type: string) {
  return invalid(
    "private_key",
    `Keys of type ${type} are not supported. Use Ed25519, ECDSA, or RSA of 2048 bits or more.`,
  );
}

export function unreadable(cause?: unknown) {
  const failure = invalid(
    "private_key",
    "This is not a private key that Devpilot can read. Paste the whole file, with its BEGIN and END lines.",
  );
  failure.cause = cause;
  return failure;
}
