import { randomBytes } from "node:crypto";
import { Failure } from "#lib/failure.ts";
import { decrypt, encrypt } from "./cipher.ts";
import { loadKeyring } from "./keyring.ts";
import type { Key } from "./keyring.ts";
import { packRecord, unpackRecord } from "./sealed-record.ts";
import { Secret } from "./secret.ts";

/** Where a sealed secret is stored. It opens there and nowhere else. */
export interface Place {
  workspaceId: string;
  table: string;
  row: string;
  column: string;
}

/** AES-256-GCM under a fresh data key, which the primary key of the keyring wraps; both are bound to `place`. */
export function seal(secret: Secret, place: Place): Buffer {
  const dataKey = randomBytes(32);
  const box = encrypt(dataKey, Buffer.from(secret.reveal()), bind("data", place));
  return packRecord({ ...wrap(dataKey, place), box });
}

/** Failure when it was sealed for another place, was changed in any byte, or its key is not in the keyring. */
export function open(sealed: Buffer, place: Place): Secret {
  const record = unpack(sealed);
  const dataKey = unwrap(record, place);
  return Secret.of(mustDecrypt(dataKey, record.box, bind("data", place)).toString());
}

/** The same ciphertext with its data key wrapped by the primary key: the old key is not needed for it any more. */
export function rewrap(sealed: Buffer, place: Place): Buffer {
  const record = unpack(sealed);
  const dataKey = unwrap(record, place);
  return packRecord({ ...wrap(dataKey, place), box: record.box });
}

/** The id of the key that wraps it, to find what is left to rewrap. */
export function sealedWith(sealed: Buffer): string {
  return unpack(sealed).keyId;
}

function wrap(dataKey: Buffer, place: Place): { keyId: string; wrapped: Buffer } {
  const { id, key } = loadKeyring().primary;
  return { keyId: id, wrapped: encrypt(key, dataKey, bind(`key ${id}`, place)) };
}

function unwrap(record: { keyId: string; wrapped: Buffer }, place: Place): Buffer {
  const { id, key } = keyFor(record.keyId);
  return mustDecrypt(key, record.wrapped, bind(`key ${id}`, place));
}

function keyFor(id: string): Key {
  const key = loadKeyring().find(id);
  if (key) return key;
  throw new Failure(
    "unavailable",
    "A stored secret was sealed with a key that is not in the keyring. Put that key back.",
  );
}

function unpack(sealed: Buffer) {
  const record = unpackRecord(sealed);
  if (!record) throw spoilt();
  return record;
}

function mustDecrypt(...input: Parameters<typeof decrypt>): Buffer {
  try {
    return decrypt(...input);
  } catch (error) {
    throw spoilt(error);
  }
}

function spoilt(cause?: unknown): Failure {
  return new Failure("conflict", "A stored secret does not open: it was changed or moved. Store it again.", { cause });
}

// Each part carries its length, so that no two places read the same.
function bind(purpose: string, place: Place): Buffer {
  const parts = ["devpilot sealed 1", purpose, place.workspaceId, place.table, place.row, place.column];
  return Buffer.concat(parts.flatMap((part) => [lengthOf(part), Buffer.from(part)]));
}

function lengthOf(part: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(part));
  return length;
}
