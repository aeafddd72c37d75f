import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { CipherKey } from "node:crypto";

const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/** How much longer a box is than what is in it. */
export const boxOverhead = nonceBytes + tagBytes;

/** AES-256-GCM (NIST SP 800-38D): nonce, tag, ciphertext in one box. */
export function encrypt(key: CipherKey, plain: Uint8Array, bound: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(bound);
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
}

/** Throws when key, box or what it is bound to is not the one of `encrypt`. */
export function decrypt(key: CipherKey, box: Buffer, bound: Uint8Array): Buffer {
  const nonce = box.subarray(0, nonceBytes);
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(bound);
  decipher.setAuthTag(box.subarray(nonceBytes, boxOverhead));
  return Buffer.concat([decipher.update(box.subarray(boxOverhead)), decipher.final()]);
}
