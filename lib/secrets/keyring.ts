import { createSecretKey, hkdfSync, randomBytes } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { join } from "node:path";
import { env } from "#lib/env.ts";
import { Failure } from "#lib/failure.ts";
import { createKeyFile, readKeyFile } from "./key-file.ts";

/** A key-encryption key. Its bytes stay inside the KeyObject, which prints none of them. */
export interface Key {
  readonly id: string;
  readonly key: KeyObject;
}

/** The primary seals; the others only open what they sealed before. */
export interface Keyring {
  readonly primary: Key;
  find(id: string): Key | undefined;
  /** A secret of 256 bits for one purpose (signing cookies, say), the same in every process until the primary changes. */
  derive(purpose: string): string;
}

let loaded: Keyring | undefined;

/** The keyring of this process, read at first use. Failure when it is missing, malformed or readable by others. */
export function loadKeyring(): Keyring {
  return (loaded ??= readKeyring({ keys: env.keys, file: keyringFile() }));
}

/** Puts another keyring in the place of the process's own (tests, rotation); `undefined` has it read again. */
export function useKeyring(keyring: Keyring | undefined): void {
  loaded = keyring;
}

export function keyringFile(): string {
  return join(env.dataDirectory, "keys", "keyring");
}

/** `keys` (the text of DEVPILOT_KEYS) when there is one, else the file. */
export function readKeyring(source: { keys?: string; file: string }): Keyring {
  if (source.keys?.trim()) return parseKeyring(source.keys, "DEVPILOT_KEYS");
  const text = readKeyFile(source.file);
  if (text === undefined) throw missing(source.file);
  return parseKeyring(text, source.file);
}

/** Makes a keyring of one fresh key. Failure when the file exists: a keyring is never overwritten. */
export function makeKeyring(file: string): Keyring {
  const text = `k1:${randomBytes(32).toString("base64")}`;
  createKeyFile(file, `${text}\n`);
  return parseKeyring(text, file);
}

/** Reads `id:base64,id2:base64`; lines may separate keys too. `origin` names the source in failures. */
export function parseKeyring(text: string, origin: string): Keyring {
  const keys = new Map<string, Key>();
  for (const [index, entry] of text
    .trim()
    .split(/[\s,]+/)
    .entries()) {
    const key = parseKey(entry, `Key ${index + 1} in ${origin}`);
    if (keys.has(key.id)) throw malformed(`Key ${index + 1} in ${origin} has the id of an earlier one.`);
    keys.set(key.id, key);
  }
  const [primary] = keys.values();
  if (!primary) throw malformed(`${origin} holds no key.`);
  return { primary, find: (id) => keys.get(id), derive: (purpose) => deriveFrom(primary, purpose) };
}

// HKDF (RFC 5869): what is derived tells nothing of the key, nor of what is derived for another purpose.
function deriveFrom({ key }: Key, purpose: string): string {
  return Buffer.from(hkdfSync("sha256", key, "", `devpilot derived 1 ${purpose}`, 32)).toString("base64url");
}

// No message here repeats any part of an entry: a slip of the colon would print the key as its id.
function parseKey(entry: string, name: string): Key {
  const [id = "", encoded = "", ...rest] = entry.split(":");
  if (!/^[A-Za-z0-9._-]{1,32}$/.test(id) || rest.length > 0) throw malformed(`${name} is not written as id:base64.`);
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.length !== 32 || bytes.toString("base64") !== encoded)
    throw malformed(`${name} is not 32 bytes in base64.`);
  return { id, key: createSecretKey(bytes) };
}

function malformed(problem: string): Failure {
  return new Failure("unavailable", `${problem} A keyring reads k2:<base64 of 32 bytes>,k1:<base64 of 32 bytes>.`);
}

function missing(file: string): Failure {
  return new Failure(
    "unavailable",
    `Keyring missing: stored secrets cannot be opened without it. Put ${file} back from its backup, or set DEVPILOT_KEYS.`,
  );
}
