import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Failure } from "#lib/failure.ts";
import { keyringFile, loadKeyring, makeKeyring, readKeyring, useKeyring } from "#lib/secrets/keyring.ts";

const first = `k1:${Buffer.alloc(32, 1).toString("base64")}`;
const second = `k2:${Buffer.alloc(32, 2).toString("base64")}`;
const variables = ["DEVPILOT_KEYS", "DEVPILOT_DATA"] as const;

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keyring-"));
  file = join(folder, "data", "keys", "keyring");
});

afterEach(() => {
  rmSync(folder, { recursive: true });
  for (const name of variables) delete process.env[name];
  useKeyring(undefined);
});

describe("a keyring that is made", () => {
  test("is a file for its owner alone, in a folder for its owner alone", () => {
    makeKeyring(file);
    expect(modeOf(file)).toBe("600");
    expect(modeOf(dirname(file))).toBe("700");
    expect(readdirSync(dirname(file))).toEqual(["keyring"]);
  });

  test("leaves the data directory open to the database's own user", () => {
    makeKeyring(file);
    mkdirSync(join(folder, "usual"));
    expect(modeOf(join(folder, "data"))).toBe(modeOf(join(folder, "usual")));
  });

  test("closes a keys folder that stood open", () => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o755 });
    makeKeyring(file);
    expect(modeOf(dirname(file))).toBe("700");
  });

  test("is read again as the same key", () => {
    const made = makeKeyring(file);
    const read = readKeyring({ file });
    expect(read.primary.key.equals(made.primary.key)).toBe(true);
  });

  test("never takes the place of one that exists", () => {
    makeKeyring(file);
    const before = readFileSync(file, "utf8");
    expect(() => makeKeyring(file)).toThrow("exists already");
    expect(readFileSync(file, "utf8")).toBe(before);
    expect(readdirSync(dirname(file))).toEqual(["keyring"]);
  });
});

describe("reading a keyring", () => {
  test("the first key is the primary, and all are found by id", () => {
    const keyring = readKeyring({ keys: `${second},${first}`, file });
    expect(keyring.primary.id).toBe("k2");
    expect(keyring.find("k1")?.key.export()).toEqual(Buffer.alloc(32, 1));
    expect(keyring.find("k3")).toBeUndefined();
  });

  test("keys given by the environment come before the file, and empty ones do not count", () => {
    write(first);
    expect(readKeyring({ keys: second, file }).primary.id).toBe("k2");
    expect(readKeyring({ keys: " ", file }).primary.id).toBe("k1");
  });

  test("a missing keyring is a Failure that says what to do", () => {
    const failure = failureOf(() => readKeyring({ file }));
    expect(failure.message).toContain("Keyring missing");
    expect(failure.message).toContain(file);
    expect(failure.message).toContain("DEVPILOT_KEYS");
  });

  test.each([0o644, 0o640, 0o604, 0o620, 0o601])("a file of mode %o is refused, and the fix is named", (mode) => {
    write(first, mode);
    const { message } = failureOf(() => readKeyring({ file }));
    expect(message).toContain(mode.toString(8));
    expect(message).toContain(`chmod 600 ${file}`);
  });

  test("a folder in the place of the file is a Failure", () => {
    mkdirSync(file, { recursive: true, mode: 0o700 });
    expect(failureOf(() => readKeyring({ file })).message).toContain("cannot be read");
  });

  const bytes = Buffer.alloc(32, 7).toString("base64");
  test.each([
    ["no id", bytes],
    ["an empty id", `:${bytes}`],
    ["id and key the wrong way round", `${bytes}:k1`],
    ["an id of forbidden characters", `k/1:${bytes}`],
    ["a third part", `k1:${bytes}:x`],
    ["a key too short", `k1:${bytes.slice(0, 40)}`],
    ["a key too long", `k1:${Buffer.alloc(33, 7).toString("base64")}`],
    ["a key in another alphabet", `k1:${bytes.replaceAll("B", "!")}`],
    ["the same id twice", `k1:${bytes},k1:${bytes}`],
    ["an empty file", "\n"],
  ])("%s is refused without a word of the key", (_, text) => {
    write(text);
    const shown = inspect(failureOf(() => readKeyring({ file })));
    expect(shown).toContain(file);
    expect(shown).not.toContain(bytes.slice(0, 12));
  });

  test("a derived secret depends on purpose and primary key, and on nothing else", () => {
    const derived = readKeyring({ keys: first, file }).derive("cookies");
    expect(derived).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(readKeyring({ keys: `${first},${second}`, file }).derive("cookies")).toBe(derived);
    expect(readKeyring({ keys: first, file }).derive("links")).not.toBe(derived);
    expect(readKeyring({ keys: second, file }).derive("cookies")).not.toBe(derived);
  });

  test("a keyring prints no byte of its keys", () => {
    const { primary } = readKeyring({ keys: first, file });
    expect(inspect(primary, { depth: Infinity, showHidden: true })).not.toMatch(/AQEB|01 01|0101/);
    expect(JSON.stringify(primary)).not.toContain("AQEB");
  });
});

describe("the keyring of the process", () => {
  test("is read once, from the data directory", () => {
    process.env.DEVPILOT_DATA = join(folder, "data");
    expect(keyringFile()).toBe(file);
    write(first);
    const keyring = loadKeyring();
    write(second);
    expect(loadKeyring()).toBe(keyring);
  });

  test("that was missing is looked for again", () => {
    process.env.DEVPILOT_DATA = join(folder, "data");
    expect(() => loadKeyring()).toThrow("Keyring missing");
    write(first);
    expect(loadKeyring().primary.id).toBe("k1");
  });

  test("comes from DEVPILOT_KEYS when it is set", () => {
    process.env.DEVPILOT_KEYS = second;
    expect(loadKeyring().primary.id).toBe("k2");
  });
});

function write(text: string, mode = 0o600): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, text);
  chmodSync(file, mode);
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
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
