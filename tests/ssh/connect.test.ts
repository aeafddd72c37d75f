import { generateKeyPairSync } from "node:crypto";

import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { Secret } from "#lib/secrets/secret.ts";
import { connect, type ConnectOptions, type Endpoint, type Login } from "#lib/ssh/connection.ts";
import { SshFailure, type Stage } from "#lib/ssh/failures.ts";
import { fingerprint, HostKeyChanged } from "#lib/ssh/host-keys.ts";
import { makeKeyPair } from "#lib/ssh/keys.ts";
import { makeHostKey, publicPart, startBanner, startChaos } from "#tests/peers/ssh-chaos.ts";
import { hasDropbear, startDropbear } from "#tests/support/dropbear.ts";
import { capture, pause, thrownBy } from "#tests/support/remote.ts";
import { hasSshd, type Sshd, startSshd } from "#tests/support/sshd.ts";
import { isRoot } from "#tests/support/users.ts";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

describe.runIf(hasSshd)("against OpenSSH", () => {
  let sshd: Sshd;
  beforeAll(async () => void (sshd = await startSshd()));
  afterAll(() => sshd.stop());

  test("the stages are told in order, each with its fact, and the presented key is reported", async () => {
    const told: [Stage, string?][] = [];
    const connection = await open(sshd, { hostKey: null, onStage: (stage, fact) => told.push([stage, fact]) });
    expect(told.filter(([, fact]) => fact === undefined).map(([stage]) => stage)).toEqual(stages);
    expect(told.filter(([, fact]) => fact !== undefined)).toEqual([
      ["resolve", "127.0.0.1"],
      ["connect", `127.0.0.1 port ${sshd.port}`],
      ["fingerprint", sshd.hostKeyFingerprint],
      ["authenticate", "publickey"],
    ]);
    expect(connection.hostKey).toEqual(sshd.hostKey);
  });

  test("a key that the server does not know is refused, and the message says what to add where", async () => {
    const { publicKey, privateKey } = makeKeyPair();
    const failure = await failureOf(sshd.endpoint, { kind: "key", privateKey }, { hostKey: sshd.hostKey });
    expect(failure).toMatchObject({ kind: "rejected", code: "authentication_refused" });
    expect(failure.fields.private_key).toContain(publicKey.split(" ")[1]);
    expect(failure.message).toContain("It takes: publickey");
  });

  test("a password where only keys are taken is refused with that reason", async () => {
    const failure = await failureOf(sshd.endpoint, password("guess"), { hostKey: sshd.hostKey });
    expect(failure.fields.password).toContain("takes no passwords");
  });

  test("an encrypted key without its passphrase, or with a wrong one, never reaches the network", async () => {
    const told: string[] = [];
    const pair = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
    const sealed = pair.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "open sesame" });
    const privateKey = Secret.of(sealed.toString());
    const options = { hostKey: sshd.hostKey, onStage: (stage: Stage) => void told.push(stage) };
    const missing = await thrownBy(connect(sshd.endpoint, { kind: "key", privateKey }, options));
    expect(missing).toMatchObject({ fields: { passphrase: expect.stringContaining("encrypted") } });
    const passphrase = Secret.of("wrong");
    const wrong = await thrownBy(connect(sshd.endpoint, { kind: "key", privateKey, passphrase }, options));
    expect(wrong).toMatchObject({ fields: { passphrase: expect.stringContaining("does not open") } });
    expect(told).toEqual([]);
  });

  test("a cold connection on loopback takes well under 150 ms", async () => {
    const times = [];
    for (let round = 0; round < 9; round++) {
      const startedAt = performance.now();
      await open(sshd, { hostKey: sshd.hostKey });
      times.push(performance.now() - startedAt);
    }
    expect(times.sort((a, b) => a - b)[4]).toBeLessThan(150);
  });
});

describe.runIf(hasSshd)("the host key", () => {
  test("that changed stops the connection before the sign-in, and both fingerprints are shown", async () => {
    const sshd = await started(startSshd());
    const pinned = sshd.hostKey;
    await sshd.changeHostKeys();
    const told: string[] = [];
    const options = { hostKey: pinned, onStage: (stage: Stage) => void told.push(stage) };
    const failure = await thrownBy(connect(sshd.endpoint, sshd.login, options));
    expect(failure).toBeInstanceOf(HostKeyChanged);
    expect(failure).toMatchObject({ code: "host_key_changed", pinned, presented: sshd.hostKey });
    expect(failure.message).toContain(fingerprint(pinned));
    expect(failure.message).toContain(sshd.hostKeyFingerprint);
    expect(told).not.toContain("authenticate");
  });

  for (const type of ["ecdsa", "rsa"] as const) {
    test(`of type ${type} stays pinned when the server has an Ed25519 key as well`, async () => {
      const sshd = await started(startSshd({ hostKeyTypes: [type, "ed25519"] }));
      const connection = await open(sshd, { hostKey: sshd.hostKey });
      expect(connection.hostKey).toEqual(sshd.hostKey);
    });
  }

  test("may not change either when keys are exchanged anew in the middle of a flood", async () => {
    const sshd = await started(startSshd({ config: ["RekeyLimit 1M"] }));
    const connection = await open(sshd, { hostKey: sshd.hostKey });
    const { outcome, stdout } = await capture(connection, "head -c 20000000 /dev/zero");
    expect(outcome).toEqual({ kind: "exit", code: 0 });
    expect(stdout.length).toBe(20_000_000);
  });
});

describe.runIf(hasSshd && isRoot)("with a password", () => {
  test("signs in as a user of the server, and a wrong one is refused after a single guess", async () => {
    const sshd = await started(startSshd({ as: "throwaway", password: "correct horse" }));
    const connection = await connect(sshd.endpoint, password("correct horse"), { hostKey: sshd.hostKey });
    ends.push(() => connection.end());
    expect((await capture(connection, "id -un; pwd")).stdout.toString()).toBe(`${sshd.user}\n${sshd.home}\n`);
    const failure = await failureOf(sshd.endpoint, password("wrong horse"), { hostKey: sshd.hostKey });
    expect(failure.fields.password).toContain("refused this password");
    expect(failure.message).not.toContain("wrong horse");
  });
});

describe.runIf(hasDropbear)("against Dropbear", () => {
  test("signs in with a key, runs commands and ends them as OpenSSH does", async () => {
    const dropbear = await started(startDropbear());
    const connection = await connect(dropbear.endpoint, dropbear.login, { hostKey: dropbear.hostKey });
    ends.push(() => connection.end());
    const { outcome, stdout, stderr } = await capture(connection, "cat; echo oops >&2; exit 7", {
      stdin: Buffer.from("in and out"),
    });
    expect([outcome, String(stdout), String(stderr)]).toEqual([{ kind: "exit", code: 7 }, "in and out", "oops\n"]);
    expect((await capture(connection, "kill -TERM $$")).outcome).toEqual({ kind: "signal", signal: "SIGTERM" });
    const running = capture(connection, "sleep 60");
    await pause(100);
    dropbear.cutConnections();
    expect((await running).outcome.kind).toBe("lost");
  });
});

describe("what can be wrong on the way is said in words, beside the field", () => {
  const login: Login = { kind: "key", privateKey: makeKeyPair().privateKey };
  const at = (host: string, port = 22): Endpoint => ({ host, port, user: "anna" });

  test("a name that no server has", async () => {
    const failure = await failureOf(at("no-such-server.invalid"), login);
    expect(failure.fields.host).toContain("no-such-server.invalid");
    expect(failure.code).toBe("unknown_host");
  });

  test("a port where nothing listens", async () => {
    const { endpoint, stop } = await startBanner();
    stop();
    const failure = await failureOf(endpoint, login);
    expect(failure).toMatchObject({ code: "refused", kind: "unavailable" });
    expect(failure.fields.port).toContain("refused the connection");
  });

  test("a port that speaks something else, or rubbish", async () => {
    for (const bytes of ["HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-1.5-ancient\r\n", Buffer.alloc(70_000, 7)]) {
      const banner = await started(startBanner(bytes));
      const failure = await failureOf(banner.endpoint, login, { hostKey: null, connectTimeoutMs: 1000 });
      expect(["not_ssh", "timed_out"]).toContain(failure.code);
      expect(failure.message).toMatch(/not with SSH|did not speak SSH/);
    }
  });

  test("a server that accepts and says nothing is given up at the time limit", async () => {
    const banner = await started(startBanner());
    const startedAt = Date.now();
    const failure = await failureOf(banner.endpoint, login, { hostKey: null, connectTimeoutMs: 300 });
    expect(failure).toMatchObject({ code: "timed_out", kind: "unavailable" });
    expect(Date.now() - startedAt).toBeLessThan(1500);
  });

  test("a server that lets in only with a second factor", async () => {
    const chaos = await started(startChaos({ accept: () => false, offer: ["keyboard-interactive"] }));
    const failure = await failureOf(chaos.endpoint, login);
    expect(failure.fields.private_key).toContain("takes no keys for anna");
  });

  test("a password that is asked for as a question is given as the answer", async () => {
    const offer = ["keyboard-interactive"] as const;
    const chaos = await started(startChaos({ accept: (how) => how === "keyboard-interactive", offer: [...offer] }));
    const connection = await connect(chaos.endpoint, chaos.login, { hostKey: chaos.hostKey });
    connection.end();
  });

  test("a host key that is not the pinned one, at the stand-in as at the real server", async () => {
    const chaos = await started(startChaos());
    const failure = await failureOf(chaos.endpoint, chaos.login, { hostKey: publicPart(makeHostKey()) });
    expect(failure).toBeInstanceOf(HostKeyChanged);
  });
});

const stages = ["resolve", "connect", "fingerprint", "authenticate"];

async function started<T extends { stop(): unknown }>(starting: Promise<T>): Promise<T> {
  const peer = await starting;
  ends.push(() => peer.stop());
  return peer;
}

async function open(sshd: Sshd, options: ConnectOptions) {
  const connection = await connect(sshd.endpoint, sshd.login, options);
  ends.push(() => connection.end());
  return connection;
}

async function failureOf(endpoint: Endpoint, login: Login, options: ConnectOptions = { hostKey: null }) {
  const failure = await thrownBy(connect(endpoint, login, options));
  if (!(failure instanceof SshFailure)) throw failure;
  return failure;
}

function password(value: string): Login {
  return { kind: "password", password: Secret.of(value) };
}
