import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Failure } from "#lib/failure.ts";
import { parseKeyring, useKeyring } from "#lib/secrets/keyring.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { open, rewrap, seal, sealedWith } from "#lib/secrets/vault.ts";
import type { Place } from "#lib/secrets/vault.ts";
import { runs } from "#tests/support/soak.ts";

const value = "correct horse battery staple";
const place: Place = { workspaceId: "w1", table: "servers", row: "r1", column: "private_key" };

beforeEach(() => useKeys("old"));
afterEach(() => useKeyring(undefined));

describe("a sealed secret", () => {
  test("opens in its place to exactly what was sealed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (any) => {
        expect(open(seal(Secret.of(any), place), place).reveal()).toBe(any);
      }),
      { numRuns: runs(50, 5_000) },
    );
    expect(open(seal(Secret.of("x".repeat(65_536)), place), place).reveal()).toHaveLength(65_536);
  });

  test("shows nothing of its value, and is never the same twice", () => {
    const [one, other] = [seal(Secret.of(value), place), seal(Secret.of(value), place)];
    expect(one.includes("horse")).toBe(false);
    expect(one.equals(other)).toBe(false);
  });

  test.each([
    ["workspace", { workspaceId: "w2" }],
    ["table", { table: "apps" }],
    ["row", { row: "r2" }],
    ["column", { column: "passphrase" }],
  ])("does not open in another %s", (_, moved) => {
    const sealed = seal(Secret.of(value), place);
    expect(() => open(sealed, { ...place, ...moved })).toThrow(Failure);
    expect(() => rewrap(sealed, { ...place, ...moved })).toThrow("changed or moved");
  });

  test("does not open where the parts of the place only read the same when joined", () => {
    const sealed = seal(Secret.of(value), { ...place, table: "ab", row: "c" });
    expect(() => open(sealed, { ...place, table: "a", row: "bc" })).toThrow("changed or moved");
  });

  test("does not open when any bit of any byte was changed", () => {
    const sealed = seal(Secret.of(value), place);
    for (let at = 0; at < sealed.length; at++) {
      for (const bit of [1, 0x80]) expect(() => open(flipped(sealed, at, bit), place), `byte ${at}`).toThrow(Failure);
    }
  });

  test("does not open when it was cut or lengthened anywhere", () => {
    const sealed = seal(Secret.of(value), place);
    for (let length = 0; length < sealed.length; length++) {
      expect(() => open(sealed.subarray(0, length), place), `${length} bytes`).toThrow(Failure);
    }
    expect(() => open(Buffer.concat([sealed, Buffer.alloc(1)]), place)).toThrow(Failure);
  });

  test("does not open with the data key or the value of another one", () => {
    const [one, other] = [seal(Secret.of(value), place), seal(Secret.of(value), place)];
    const half = other.length - value.length - 28;
    expect(() => open(Buffer.concat([one.subarray(0, half), other.subarray(half)]), place)).toThrow("changed or moved");
  });

  test("fails without a byte of its value", () => {
    const failure = failureOf(() => open(flipped(seal(Secret.of(value), place), 100, 1), place));
    expect(failure.message).not.toContain("horse");
    expect(String(failure.cause)).not.toContain("horse");
  });
});

describe("rotation", () => {
  test("moves a secret to the primary key, after which the old key can go", () => {
    const sealed = seal(Secret.of(value), place);
    useKeys("new", "old");
    const moved = rewrap(sealed, place);
    expect([sealedWith(sealed), sealedWith(moved)]).toEqual(["old", "new"]);

    useKeys("new");
    expect(open(moved, place).reveal()).toBe(value);
    expect(() => open(sealed, place)).toThrow("not in the keyring");
  });

  test("goes on under load: with both keys there, old and new ones open", () => {
    const before = seal(Secret.of(value), place);
    useKeys("new", "old");
    const during = seal(Secret.of(value), place);
    expect([before, during].map((sealed) => open(sealed, place).reveal())).toEqual([value, value]);
  });

  test("leaves the sealed value itself as it was, and may run twice", () => {
    const sealed = seal(Secret.of(value), place);
    useKeys("new", "old");
    const moved = rewrap(rewrap(sealed, place), place);
    expect(moved.subarray(-value.length)).toEqual(sealed.subarray(-value.length));
    expect(open(moved, place).reveal()).toBe(value);
  });

  test("binds the moved secret to its place as before", () => {
    const sealed = seal(Secret.of(value), place);
    useKeys("new", "old");
    expect(() => open(rewrap(sealed, place), { ...place, row: "r2" })).toThrow("changed or moved");
  });
});

test("a key of the same id but other bytes does not open", () => {
  const sealed = seal(Secret.of(value), place);
  useKeyring(parseKeyring(`old:${Buffer.alloc(32, 9).toString("base64")}`, "this test"));
  expect(() => open(sealed, place)).toThrow("changed or moved");
});

test("a secret whose key is missing says so, and that the key must come back", () => {
  const sealed = seal(Secret.of(value), place);
  useKeys("new");
  for (const use of [open, rewrap]) {
    const failure = failureOf(() => use(sealed, place));
    expect(failure.kind).toBe("unavailable");
    expect(failure.message).toContain("Put that key back");
  }
});

function useKeys(...ids: ("old" | "new")[]): void {
  const bytes = { old: Buffer.alloc(32, 1), new: Buffer.alloc(32, 2) };
  useKeyring(parseKeyring(ids.map((id) => `${id}:${bytes[id].toString("base64")}`).join(), "this test"));
}

function flipped(sealed: Buffer, at: number, bit: number): Buffer {
  const changed = Buffer.from(sealed);
  changed[at] = (changed[at] ?? 0) ^ bit;
  return changed;
}

function failureOf(work: () => unknown): Failure {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error("It did not fail.");
}
