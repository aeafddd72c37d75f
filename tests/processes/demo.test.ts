import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase } from "#db/index.ts";
import { signIn } from "#lib/access/sign-in.ts";
import { inspect } from "#lib/agent/inspect.ts";
import { build, isBuilt } from "#lib/processes/build.ts";
import { type Machine, startMachine } from "#lib/processes/demo/machine.ts";
import { serveSite } from "#lib/processes/demo/site.ts";
import { freePort } from "#lib/processes/free-port.ts";
import { connect, type Connection, type Login } from "#lib/ssh/connection.ts";
import { makeKeyPair } from "#lib/ssh/keys.ts";
import { openHome } from "#tests/support/open-home.ts";
import { type Program, runProgram } from "#tests/support/program.ts";
import { capture, thrownBy } from "#tests/support/remote.ts";

describe("npm run demo", () => {
  const data = openHome();
  const directory = join(data, "demo");

  beforeAll(async () => {
    if (!isBuilt()) await build(() => undefined);
  }, 300_000);

  afterAll(closeDatabase);

  async function demo(): Promise<Program> {
    const environment = { DEVPILOT_DATA: data, PORT: String(await freePort()) };
    return runProgram("lib/processes/demo.ts", [], { environment });
  }

  it("deploys, fails by a hook, mends it, rolls back, and leaves site and console running", async () => {
    leaveRubbish();
    const program = await demo();
    await program.says("Ctrl-C ends the demo");
    expect(endingsIn(program.said())).toEqual(["Completed", "Failed", "Completed", "Completed"]);
    expect(program.said()).toContain("index.html links to sale.html, which does not exist");
    expect(program.said()).toContain("Reads the stock with the token •••");

    const site = await fetch(/The deployed site: +(\S+)/.exec(program.said())?.[1] ?? "");
    expect([site.status, await site.text()]).toEqual([200, expect.not.stringContaining("sale")]);
    const console_ = /The console: +(\S+)/.exec(program.said())?.[1] ?? "";
    expect((await fetch(console_)).url).toContain("/sign-in");
    expect(await accountWorks(program.said())).toBe(true);

    const server = readlinkSync(join(directory, "server"));
    program.kill("SIGTERM");
    expect(await program.ends(), program.said()).toBe(0);
    expect(readdirSync(directory)).toEqual([]);
    expect(existsSync(server)).toBe(false);
  }, 180_000);

  it("ends cleanly in the middle, too", async () => {
    const program = await demo();
    await program.says("Deployment #1");
    program.kill("SIGINT");
    expect(await program.ends(), program.said()).toBe(0);
    expect(readdirSync(directory)).toEqual([]);
  }, 120_000);

  /** As a demo that was killed leaves it. */
  function leaveRubbish(): void {
    const server = openHome();
    mkdirSync(directory);
    symlinkSync(server, join(directory, "server"));
    writeFileSync(join(directory, "postgres"), "not a cluster");
  }

  async function accountWorks(said: string): Promise<boolean> {
    const [, email = ""] = /Sign in as +(\S+)/.exec(said) ?? [];
    const [, password = ""] = /with the password +(\S+)/.exec(said) ?? [];
    process.env.DATABASE_URL = readFileSync(join(directory, "database-url"), "utf8").trim();
    const session = await signIn({ email, password }, { address: null, userAgent: null });
    await closeDatabase();
    return session !== "";
  }
});

function endingsIn(said: string): string[] {
  return [...said.matchAll(/^ {2}(Completed|Failed|Cancelled) after/gm)].map(([, word = ""]) => word);
}

describe("the built-in SSH server", () => {
  const open: (() => unknown)[] = [];
  afterEach(() => open.splice(0).forEach((close) => close()));

  async function machineWithKey(): Promise<{ machine: Machine; login: Login }> {
    const machine = await startMachine(["built-in SSH server"]);
    open.push(() => machine.stop());
    const { publicKey, privateKey } = makeKeyPair();
    machine.authorize(publicKey);
    return { machine, login: { kind: "key", privateKey } };
  }

  async function signedIn(): Promise<{ machine: Machine; connection: Connection }> {
    const { machine, login } = await machineWithKey();
    const connection = await connect(machine.endpoint, login, { hostKey: machine.hostKey });
    open.push(() => connection.end());
    return { machine, connection };
  }

  it("runs commands by bash in a home of its own, and tells how they ended", async () => {
    const { machine, connection } = await signedIn();
    const said = await capture(connection, 'cat; pwd; echo "$HOME" >&2; exit 7', { stdin: Buffer.from("in\n") });
    expect(said.outcome).toEqual({ kind: "exit", code: 7 });
    expect([String(said.stdout), String(said.stderr)]).toEqual([`in\n${machine.home}\n`, `${machine.home}\n`]);
    const killed = await capture(connection, "kill -KILL $$");
    expect(killed.outcome).toEqual({ kind: "signal", signal: "SIGKILL" });
  });

  it("carries 10 MB both ways without loss", async () => {
    const { connection } = await signedIn();
    const bytes = Buffer.alloc(10_000_000, "0123456789abcdef\n");
    const { stdout } = await capture(connection, "cat", { stdin: bytes });
    expect(stdout.equals(bytes)).toBe(true);
  });

  it("takes Devpilot's agent, which finds the machine as it is", async () => {
    const { machine, connection } = await signedIn();
    expect(await inspect(connection)).toMatchObject({ home: machine.home });
  });

  it("lets a command run on whose connection is cut", async () => {
    const { machine, connection } = await signedIn();
    void capture(connection, "sleep 0.5; touch survived").catch(() => undefined);
    await sleep(200);
    connection.end();
    for (const end = Date.now() + 10_000; !existsSync(join(machine.home, "survived")); await sleep(50))
      if (Date.now() > end) throw new Error("the command did not survive");
  });

  it("refuses another key, another user and every password", async () => {
    const { machine, login } = await machineWithKey();
    const { endpoint, hostKey } = machine;
    const stranger: Login = { kind: "key", privateKey: makeKeyPair().privateKey };
    const password: Login = { kind: "password", password: makeKeyPair().privateKey };
    for (const [who, how] of [
      [endpoint, stranger],
      [endpoint, password],
      [{ ...endpoint, user: "somebody" }, login],
    ] as const) {
      expect(await thrownBy(connect(who, how, { hostKey }))).toMatchObject({ code: "authentication_refused" });
    }
  });
});

describe("the demo's web server", () => {
  it("serves what lies in its folder and nothing beside it", async () => {
    const home = openHome();
    mkdirSync(join(home, "public"));
    writeFileSync(join(home, "secret.txt"), "secret");
    writeFileSync(join(home, "public/index.html"), "<h1>Hello</h1>");
    symlinkSync("../secret.txt", join(home, "public/link.txt"));
    const site = await serveSite(join(home, "public"));
    const statusOf = async (path: string) => (await fetch(site.url + path)).status;
    expect(await statusOf("/")).toBe(200);
    for (const path of ["/..%2fsecret.txt", "/link.txt", "/%00", "/absent", "/%E0%A4%A"]) {
      expect(await statusOf(path), path).toBe(404);
    }
    await site.stop();
  });
});
