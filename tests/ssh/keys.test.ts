import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { Failure } from "#lib/failure.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { makeKeyPair, readPrivateKey } from "#lib/ssh/keys.ts";

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "keys-"))));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a pair that Devpilot makes", () => {
  test("is read by OpenSSH, which finds the same public key in it", () => {
    const { publicKey, privateKey } = makeKeyPair();
    const path = join(folder, "made");
    writeFileSync(path, privateKey.reveal(), { mode: 0o600 });
    expect(execFileSync("ssh-keygen", ["-y", "-f", path], { encoding: "utf8" }).trim()).toBe(publicKey);
    expect(publicKey).toMatch(/^ssh-ed25519 \S+ devpilot$/);
  });

  test("is read back with the fingerprint that OpenSSH prints", () => {
    const { publicKey, privateKey } = makeKeyPair();
    writeFileSync(join(folder, "made.pub"), `${publicKey}\n`);
    const printed = execFileSync("ssh-keygen", ["-lf", join(folder, "made.pub")], { encoding: "utf8" });
    expect(printed).toContain(readPrivateKey(privateKey).fingerprint);
  });

  test("is a new one each time, and never prints its private part", () => {
    const [one, other] = [makeKeyPair(), makeKeyPair()];
    expect(one.publicKey).not.toBe(other.publicKey);
    expect(`${one.privateKey}`).toBe("[secret]");
  });
});

describe("a private key that a person pastes", () => {
  const kinds = [
    ["ed25519", []],
    ["ecdsa", ["-b", "256"]],
    ["ecdsa", ["-b", "521"]],
    ["rsa", ["-b", "2048"]],
    ["rsa", ["-b", "3072", "-m", "PEM"]],
    ["rsa", ["-b", "2048", "-m", "PKCS8"]],
    ["ecdsa", ["-b", "384", "-m", "PKCS8"]],
  ] as const;

  for (const [type, flags] of kinds) {
    for (const passphrase of ["", "open sesame"]) {
      test(`reads as ${[type, ...flags].join(" ")}${passphrase && ", encrypted"}, also with Windows line ends`, () => {
        const made = sshKeygen(type, [...flags], passphrase);
        const read = readPrivateKey(
          Secret.of(`\uFEFF\r\n  ${made.pem.replace(/\n/g, "\r\n")}`),
          passphrase ? Secret.of(passphrase) : undefined,
        );
        expect(read.publicKey).toBe(made.publicKey);
        expect(made.fingerprint).toContain(read.fingerprint);
      });
    }
  }

  test("reads an Ed25519 key in PKCS#8, as openssl writes it", () => {
    const { privateKey } = generateKeyPairSync("ed25519");
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    expect(readPrivateKey(Secret.of(pem)).type).toBe("ssh-ed25519");
  });

  const sealed = () => sshKeygen("ed25519", [], "open sesame").pem;
  const sealedPem = () => sshKeygen("rsa", ["-m", "PEM"], "open sesame").pem;
  const sealedPkcs8 = () => sshKeygen("rsa", ["-m", "PKCS8"], "open sesame").pem;

  for (const [form, make] of Object.entries({ sealed, sealedPem, sealedPkcs8 })) {
    test(`asks for the passphrase when it is missing, and says so when it is wrong (${form})`, () => {
      const pem = make();
      expect(fieldsOf(pem)).toEqual({ passphrase: "This private key is encrypted: give its passphrase." });
      expect(fieldsOf(pem, "wrong")).toEqual({ passphrase: "The passphrase does not open this private key." });
    });
  }

  test("is refused when it is weak: RSA below 2048 bits, DSA", () => {
    const rsa = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey.export({ type: "pkcs1", format: "pem" });
    expect(fieldsOf(rsa.toString()).private_key).toContain("1024 bits");
    const dsa = generateKeyPairSync("dsa", { modulusLength: 1024, divisorLength: 160 }).privateKey;
    expect(fieldsOf(dsa.export({ type: "pkcs8", format: "pem" }).toString()).private_key).toContain("dsa");
  });

  test("is refused in words when it is a public key, half a key, or something else", () => {
    expect(fieldsOf(makeKeyPair().publicKey).private_key).toContain("public key");
    expect(fieldsOf(sshKeygen("ed25519", [], "").pem.slice(0, 200)).private_key).toContain("Paste the whole file");
    for (const nonsense of [
      "",
      "hello",
      "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
      "\0".repeat(64),
    ]) {
      expect(fieldsOf(nonsense)).toHaveProperty("private_key");
    }
  });
});

function fieldsOf(pem: string, passphrase?: string): Record<string, string> {
  try {
    readPrivateKey(Secret.of(pem), passphrase === undefined ? undefined : Secret.of(passphrase));
  } catch (error) {
    if (error instanceof Failure) return error.fields;
    throw error;
  }
  throw new Error("the key was accepted");
}

let made = 0;

function sshKeygen(type: string, flags: string[], passphrase: string) {
  const path = join(folder, `key${made++}`);
  execFileSync("ssh-keygen", ["-q", "-t", type, ...flags, "-N", passphrase, "-C", "", "-f", path]);
  return {
    pem: readFileSync(path, "utf8"),
    publicKey: readFileSync(`${path}.pub`, "utf8").trim(),
    fingerprint: execFileSync("ssh-keygen", ["-lf", `${path}.pub`], { encoding: "utf8" }),
  };
}
