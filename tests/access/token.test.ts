import { expect, test } from "vitest";
import { hashToken, makeToken, sameHash } from "#lib/access/token.ts";

test("a token carries 256 bits, its prefix, and only characters that fit a header and a URL", () => {
  const { token } = makeToken("dp_");
  expect(token).toMatch(/^dp_[A-Za-z0-9_-]{43}$/);
  expect(makeToken().token).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

test("no token comes twice", () => {
  expect(new Set(Array.from({ length: 1000 }, () => makeToken().token)).size).toBe(1000);
});

test("the stored hash is found from the whole token, and does not contain it", () => {
  const { token, hash } = makeToken("dp_");
  expect(hash).toHaveLength(32);
  expect(sameHash(hashToken(token), hash)).toBe(true);
  expect(sameHash(hashToken(token.slice(3)), hash)).toBe(false);
  expect(hash.toString("base64url")).not.toBe(token.slice(3));
});

test("hashes that differ in one bit, or in length, are not the same", () => {
  const { hash } = makeToken();
  const other = Buffer.from(hash);
  other[31] = (other[31] ?? 0) ^ 1;
  expect(sameHash(hash, other)).toBe(false);
  expect(sameHash(hash, hash.subarray(0, 31))).toBe(false);
  expect(sameHash(hash, Buffer.alloc(0))).toBe(false);
});
