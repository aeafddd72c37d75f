import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { connect, type Connection, type ConnectOptions } from "#lib/ssh/connection.ts";
import { type ChaosOptions, misbehaviour, startChaos } from "#tests/peers/ssh-chaos.ts";
import { waitUntil } from "#tests/support/process-tree.ts";
import { capture, pause, sh, thrownBy } from "#tests/support/remote.ts";
import { runs } from "#tests/support/soak.ts";
import { hasSshd, type Sshd, startSshd } from "#tests/support/sshd.ts";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

describe.runIf(hasSshd)("a command on a real server", () => {
  let sshd: Sshd;
  let connection: Connection;
  beforeAll(async () => {
    sshd = await startSshd();
    connection = await connect(sshd.endpoint, sshd.login, { hostKey: sshd.hostKey });
  });
  afterAll(async () => {
    connection.end();
    await sshd.stop();
  });

  test("ends with its exit code, its output on two streams, and the home as its directory", async () => {
    const { outcome, stdout, stderr } = await capture(connection, "pwd; echo no >&2; exit 42");
    expect(outcome).toEqual({ kind: "exit", code: 42 });
    expect([String(stdout), String(stderr)]).toEqual([`${sshd.home}\n`, "no\n"]);
  });

  test("that a signal ends says which", async () => {
    expect((await capture(connection, "kill -KILL $$")).outcome).toEqual({ kind: "signal", signal: "SIGKILL" });
  });

  test("that closes its output early still tells its exit code", async () => {
    expect((await capture(connection, "exec >&- 2>&-; sleep 0.3; exit 3")).outcome).toEqual({ kind: "exit", code: 3 });
  });

  test("reads an end at once when it is given nothing", async () => {
    expect((await capture(connection, "wc -c")).stdout.toString().trim()).toBe("0");
  });

  test("gets its input byte for byte, however it is cut into chunks", async () => {
    const chunks = fc.array(fc.uint8Array({ minLength: 0, maxLength: 70_000 }), { maxLength: 12 });
    const isSame = async (parts: Uint8Array[]) => {
      const { stdout, outcome } = await capture(connection, "cat", { stdin: each(parts) });
      expect(outcome).toEqual({ kind: "exit", code: 0 });
      expect(stdout.equals(Buffer.concat(parts))).toBe(true);
    };
    await fc.assert(fc.asyncProperty(chunks, isSame), { numRuns: runs(25, 500) });
  });

  test("takes 20 MB of input at once or in pieces, and gives them back unharmed", async () => {
    const sent = randomBytes(20_000_000);
    for (const stdin of [sent, each(slices(sent, 100_000))]) {
      const { stdout } = await capture(connection, "sha256sum", { stdin });
      expect(stdout.toString()).toContain(createHash("sha256").update(sent).digest("hex"));
    }
  });

  test("that ends before it has read its input leaves nobody waiting, and the source is let go", async () => {
    let isLetGo = false;
    const endless = async function* () {
      try {
        for (;;) yield Buffer.alloc(1_000_000);
      } finally {
        isLetGo = true;
      }
    };
    expect((await capture(connection, "head -c 10 >/dev/null; exit 5", { stdin: endless() })).outcome).toEqual({
      kind: "exit",
      code: 5,
    });
    await waitUntil("the source is let go", () => isLetGo);
  });

  test("a consumer or a source that throws ends this command with its error, and no other", async () => {
    const other = capture(connection, "sleep 0.3; echo fine");
    const broken = () => Promise.reject(new Error("disk full"));
    expect((await thrownBy(connection.exec(sh("yes"), { onStdout: broken }))).message).toBe("disk full");
    const stdin = (async function* () {
      yield Buffer.from("x");
      throw new Error("source broke");
    })();
    expect((await thrownBy(connection.exec(sh("cat"), { stdin }))).message).toBe("source broke");
    expect((await other).stdout.toString()).toBe("fine\n");
  });

  test("an abort closes that command's channel and leaves the others alone", async () => {
    const other = capture(connection, "sleep 0.4; echo fine");
    const controller = new AbortController();
    const aborted = capture(connection, "cat; touch ended", { stdin: never(), signal: controller.signal });
    await pause(100);
    controller.abort();
    expect((await aborted).outcome).toEqual({ kind: "lost", reason: expect.stringContaining("stopped following") });
    expect((await other).stdout.toString()).toBe("fine\n");
    await waitUntil("the command saw its input end", () => existsSync(join(sshd.home, "ended")));
    const gone = AbortSignal.abort();
    expect((await capture(connection, "touch never", { signal: gone })).outcome.kind).toBe("lost");
    expect(existsSync(join(sshd.home, "never"))).toBe(false);
  });

  test("never are more than eight open at once, the rest queue, and an urgent one has a place", async () => {
    const count = "echo start; sleep 0.4; echo end";
    let open = 0;
    let most = 0;
    const watch = (chunk: Buffer) => {
      for (const word of chunk.toString().trim().split("\n"))
        most = Math.max(most, (open += word === "start" ? 1 : -1));
    };
    const all = Array.from({ length: 20 }, () => connection.exec(sh(count), { onStdout: watch }));
    const startedAt = Date.now();
    await capture(connection, "true", { urgent: true });
    expect(Date.now() - startedAt).toBeLessThan(350);
    expect(new Set((await Promise.all(all)).map((outcome) => JSON.stringify(outcome))).size).toBe(1);
    expect(most).toBe(7);
  });
});

describe.runIf(hasSshd)("100 MB from a server to a slow reader", () => {
  const floods = {
    "on one stream": { command: "head -c 100000000 /dev/zero", told: 0 },
    "on two streams, woven": {
      command: "for i in {1000..2525}; do head -c 65536 /dev/zero; echo line $i >&2; done",
      told: 1526 * "line 1000\n".length,
    },
  };
  for (const [how, { command, told }] of Object.entries(floods)) {
    test(`are held back at the server while the reader stalls, and then arrive whole: ${how}`, async () => {
      const { connection } = await connected();
      const reader = stallingReader(1500);
      let heard = 0;
      const options = { onStdout: reader.read, onStderr: (chunk: Buffer) => void (heard += chunk.length) };
      expect(await connection.exec(sh(command), options)).toEqual({ kind: "exit", code: 0 });
      expect(reader.found.bytes).toBeGreaterThanOrEqual(100_000_000);
      expect(heard).toBe(told);
      expect(reader.found.atOnce).toBe(1);
      expect(reader.found.heldMb).toBeLessThan(20);
    });
  }

  test("leave the memory of this process as it was", async () => {
    const { connection } = await connected();
    const before = process.memoryUsage.rss();
    let highest = before;
    const onStdout = async (chunk: Buffer) => {
      highest = Math.max(highest, process.memoryUsage.rss());
      await pause(chunk.length / 40_000);
    };
    expect(await connection.exec(sh("head -c 100000000 /dev/zero"), { onStdout })).toEqual({ kind: "exit", code: 0 });
    expect((highest - before) / 1e6).toBeLessThan(90);
  });
});

describe.runIf(hasSshd)("a connection that goes away", () => {
  test("ends its commands as lost, whatever they did, and they run on at the server", async () => {
    const { sshd, connection } = await connected();
    const running = capture(connection, "echo begun; trap '' PIPE HUP; sleep 0.5; touch survived");
    await pause(200);
    sshd.cutConnections();
    const { outcome, stdout } = await running;
    expect(outcome.kind).toBe("lost");
    expect(stdout.toString()).toBe("begun\n");
    await waitUntil("the command went on", () => existsSync(join(sshd.home, "survived")));
    expect(connection.closed).toBe(true);
    expect(await capture(connection, "true")).toMatchObject({ outcome: { kind: "lost" } });
  });

  test("into a black hole is noticed by the missed answers, also without a command", async () => {
    const { sshd, connection } = await connected({ keepaliveSeconds: 0.1, keepaliveMisses: 3 });
    const reasons: string[] = [];
    connection.onClose((reason) => reasons.push(reason));
    const running = capture(connection, "sleep 60");
    await pause(100);
    sshd.freeze();
    const startedAt = Date.now();
    const { outcome } = await running;
    sshd.thaw();
    expect(outcome).toEqual({ kind: "lost", reason: "The server stopped answering." });
    expect(Date.now() - startedAt).toBeLessThan(2000);
    expect(reasons).toEqual(["The server stopped answering."]);
    const late: string[] = [];
    connection.onClose((reason) => late.push(reason));
    expect(late).toEqual(reasons);
  });

  test("by drain waits for the running commands and takes no new ones", async () => {
    const { sshd, connection } = await connected();
    const running = capture(connection, "sleep 0.3; echo finished");
    await pause(50);
    const drained = connection.drain();
    expect((await capture(connection, "touch late")).outcome).toEqual({ kind: "lost", reason: expect.any(String) });
    await drained;
    expect((await running).stdout.toString()).toBe("finished\n");
    expect(existsSync(join(sshd.home, "late"))).toBe(false);
    await waitUntil("the connection is closed at the server", () => sshd.connections() === 0);
  });

  test("by end loses the running commands at once", async () => {
    const { connection } = await connected();
    const running = capture(connection, "sleep 60");
    await pause(50);
    connection.end();
    expect((await running).outcome).toEqual({ kind: "lost", reason: "Devpilot closed the connection." });
  });
});

describe("a server that misbehaves", () => {
  const lostBy: Record<string, ChaosOptions> = {
    "cuts in the middle of a command": { run: misbehaviour.cutMidCommand },
    "sends exit status 0 and then cuts before the output is whole": { run: misbehaviour.cutAfterExitStatus },
    "closes the channel without an exit status": { run: misbehaviour.noExitStatus },
    "falls silent after the sign-in": { blackHole: true },
    "falls silent in a command": { run: misbehaviour.silent },
  };
  for (const [what, options] of Object.entries(lostBy)) {
    test(`and ${what} never reads as success`, async () => {
      const connection = await chaotic(options);
      const stopped = what.includes("silent in") ? { signal: AbortSignal.timeout(300) } : {};
      const { outcome } = await capture(connection, "deploy", stopped);
      expect(outcome.kind).toBe("lost");
    });
  }

  test("and ends a command by a signal is told apart from an exit", async () => {
    const connection = await chaotic({ run: misbehaviour.exitBySignal });
    expect((await capture(connection, "x")).outcome).toEqual({ kind: "signal", signal: "SIGKILL" });
  });

  test("and counts ended sessions for a while is asked again, and the command runs once", async () => {
    let ran = 0;
    const run: ChaosOptions["run"] = (channel) => {
      ran += 1;
      misbehaviour.echo(channel);
    };
    const connection = await chaotic({ refuseSessions: 3, run });
    expect((await capture(connection, "x")).outcome).toEqual({ kind: "exit", code: 0 });
    expect(ran).toBe(1);
  });

  test("and opens no session is a failure: the command did not run, and the connection stands", async () => {
    const connection = await chaotic({ refuseSessions: Infinity });
    expect(await thrownBy(capture(connection, "x"))).toMatchObject({ code: "session_refused", kind: "unavailable" });
    expect(connection.closed).toBe(false);
  });

  test("and leaves an aborted command unanswered does not hold up who aborts", async () => {
    const connection = await chaotic({ blackHole: true });
    const startedAt = Date.now();
    const { outcome } = await capture(connection, "x", { signal: AbortSignal.timeout(50) });
    expect(outcome.kind).toBe("lost");
    expect(Date.now() - startedAt).toBeLessThan(300);
  });
});

async function connected(options: Partial<ConnectOptions> = {}) {
  const sshd = await startSshd();
  ends.push(() => sshd.stop());
  const connection = await connect(sshd.endpoint, sshd.login, { hostKey: sshd.hostKey, ...options });
  ends.push(() => connection.end());
  return { sshd, connection };
}

async function chaotic(options: ChaosOptions): Promise<Connection> {
  const chaos = await startChaos(options);
  ends.push(() => chaos.stop());
  const temper = { hostKey: chaos.hostKey, keepaliveSeconds: options.blackHole ? 60 : 0.1 };
  const connection = await connect(chaos.endpoint, chaos.login, temper);
  ends.push(() => connection.end());
  if (options.blackHole) setTimeout(() => chaos.cutConnections(), 500);
  return connection;
}

/** Stalls on its first chunk; finds how much this process holds by then, and how many chunks it is given at once. */
function stallingReader(milliseconds: number) {
  const before = process.memoryUsage().arrayBuffers;
  const found = { bytes: 0, atOnce: 0, heldMb: 0 };
  let reading = 0;
  const read = async (chunk: Buffer) => {
    found.atOnce = Math.max(found.atOnce, ++reading);
    if (found.bytes === 0) await pause(milliseconds);
    if (found.bytes === 0) found.heldMb = (process.memoryUsage().arrayBuffers - before) / 1e6;
    found.bytes += chunk.length;
    await pause(0);
    reading -= 1;
  };
  return { read, found };
}

async function* each(parts: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* parts;
}

function* slices(whole: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
}

async function* never(): AsyncGenerator<Uint8Array> {
  await new Promise(() => {});
}
