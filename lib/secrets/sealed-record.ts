import { boxOverhead } from "./cipher.ts";

/** What one sealed value consists of: the key's id, the wrapped data key, the sealed value. */
export interface SealedRecord {
  keyId: string;
  wrapped: Buffer;
  box: Buffer;
}

const version = 1;
const wrappedBytes = boxOverhead + 32;

/** version (1 byte), length of the key's id (1 byte), the id, the wrapped data key, the box. */
export function packRecord({ keyId, wrapped, box }: SealedRecord): Buffer {
  const id = Buffer.from(keyId);
  return Buffer.concat([Buffer.from([version, id.length]), id, wrapped, box]);
}

/** `undefined` when it cannot be one of ours. */
export function unpackRecord(sealed: Buffer): SealedRecord | undefined {
  const wrappedAt = 2 + (sealed[1] ?? 0);
  const boxAt = wrappedAt + wrappedBytes;
  if (sealed[0] !== version || sealed.length < boxAt + boxOverhead) return undefined;
  return {
    keyId: sealed.toString("utf8", 2, wrappedAt),
    wrapped: sealed.subarray(wrappedAt, boxAt),
    box: sealed.subarray(boxAt),
  };
}
