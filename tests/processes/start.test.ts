import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build, isBuilt } from "#lib/processes/build.ts";
import { freePort } from "#lib/processes/free-port.ts";
import { type Program, runProgram } from "#tests/support/program.ts";

// A checkout in a home that only its owner may enter, as root's is, where PostgreSQL's own user can't reach anything.
const home = mkdtempSync(join(tmpdir(), "devpilot-home-"));
const checkout = join(home, "devpilot");
const postgresLink = join(checkout, ".devpilot/postgres");

beforeAll(async () => {
  if (!isBuilt()) await build(() => undefined);
  chmodSync(home, 0o700);
  for (const name of execFileSync("git", ["ls-files", "-z"], { encoding: "utf8" }).split("\0")) {
    if (name && existsSync(name)) cpSync(name, join(checkout, name));
  }
  // Links instead of copies: the same files, which the start only reads.
  execFileSync("cp", ["-al", "node_modules", join(checkout, "node_modules")]);
  execFileSync("cp", ["-a", ".next", join(checkout, ".next")]);
}, 300_000);

afterAll(() => {
  if (existsSync(postgresLink)) rmSync(realpathSync(postgresLink), { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
});

async function start(): Promise<{ program: Program; address: string }> {
  const port = String(await freePort());
  const program = runProgram(join(checkout, "lib/processes/start.ts"), [], {
    cwd: checkout,
    environment: { PORT: port },
  });
  return { program, address: `http://127.0.0.1:${port}` };
}

describe("npm start in a fresh clone under a private home", () => {
  it("shows what it does, ends with the URL and the set-up token, and answers", async () => {
    const { program, address } = await start();
    await program.says(/Devpilot runs at (\S+)/);
    expect(program.said()).toMatch(/PostgreSQL … \d+\.\d s/);
    expect(program.said()).toMatch(/Make the first user here: http:\/\/localhost:\d+\/setup#\S{40,}/);
    expect(program.said()).not.toContain("Building");
    expect((await fetch(`${address}/api/health`)).status).toBe(200);
    if (process.getuid?.() === 0) expect(program.said()).toContain("its data lie in /var/lib/devpilot/");
    await stopped(program);
  });

  it("keeps the keyring from other users", () => {
    expect(statSync(join(checkout, ".devpilot/keys")).mode & 0o777).toBe(0o700);
    expect(statSync(join(checkout, ".devpilot/keys/keyring")).mode & 0o777).toBe(0o600);
  });

  it("lets the command line make the first user beside it, once, and a second start does not run beside it", async () => {
    const { program } = await start();
    await program.says("Devpilot runs at");
    const made = setUp("correct horse battery staple");
    expect(await made.ends(), made.said()).toBe(0);
    const { user_id, workspace_id, api_key } = JSON.parse(made.said()) as Record<string, string>;
    expect([user_id, workspace_id, api_key]).toEqual([
      expect.any(String),
      expect.any(String),
      expect.stringMatching(/^dp_/),
    ]);
    const again = setUp("correct horse battery staple");
    expect(await again.ends()).toBe(1);
    expect(again.said()).toContain("set up already");

    const second = await start();
    expect(await second.program.ends()).toBe(1);
    expect(second.program.said()).toContain(`works on this data already (\`npm start\`, process ${program.pid})`);
    await stopped(program);
  });

  it("lets the command line work while nothing runs, and leaves nothing running", async () => {
    const refused = setUp("correct horse battery staple");
    expect(await refused.ends()).toBe(1);
    expect(refused.said()).toContain("set up already");
    expect(processesOfCheckout()).toEqual([]);
  });

  it("starts again quickly, without a token once there is a user", async () => {
    const began = performance.now();
    const { program } = await start();
    await program.says("Devpilot runs at");
    // Five seconds are promised; a busy test machine may take twice as long.
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(program.said()).not.toContain("Make the first user");
    await stopped(program);
  });

  it("starts a killed web, worker and PostgreSQL again", async () => {
    const { program, address } = await start();
    await program.says("Devpilot runs at");
    for (const name of ["web.ts", "worker.ts", "postgres -D"]) {
      const [before] = processesOfCheckout(name);
      process.kill(before?.pid ?? 0, "SIGKILL");
      await until(() => processesOfCheckout(name).some(({ pid }) => pid !== before?.pid), `${name} to be back`);
    }
    await until(async () => (await fetch(`${address}/api/health`).catch(() => undefined))?.status === 200, "an answer");
    await stopped(program);
  });

  it("leaves no process behind when it is killed itself, and starts again over what it left", async () => {
    const killed = await start();
    await killed.program.says("Devpilot runs at");
    killed.program.kill("SIGKILL");
    await until(() => processesOfCheckout().length === 0, "everything to end");
    const { program } = await start();
    await program.says("Devpilot runs at");
    await stopped(program);
  });
});

/** Ends it as a supervisor would; everything must be gone soon, cleanly. */
async function stopped(program: Program): Promise<void> {
  const began = performance.now();
  program.kill("SIGTERM");
  expect(await program.ends(), program.said()).toBe(0);
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(processesOfCheckout()).toEqual([]);
  expect(readdirSync(join(checkout, ".devpilot"))).not.toContain("lock");
}

function setUp(password: string): Program {
  const args = ["setup", "--email", "ana@example.com", "--workspace", "Acme", "--password-stdin"];
  return runProgram(join(checkout, "lib/processes/cli.ts"), args, { cwd: checkout, input: `${password}\n` });
}

/** The processes that run from the checkout or on its data; `name` narrows them by their command. */
function processesOfCheckout(name = ""): { pid: number; command: string }[] {
  const data = existsSync(postgresLink) ? realpathSync(postgresLink) : postgresLink;
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map((entry) => ({ pid: Number(entry), command: commandOf(entry), folder: folderOf(entry) }))
    .filter(({ command, folder }) => command.includes(name) && (folder === checkout || command.includes(data)))
    .filter(({ command }) => !command.startsWith("/bin/sh"))
    .map(({ pid, command }) => ({ pid, command }));
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return ""; // It ended meanwhile.
  }
}

function folderOf(pid: string): string {
  try {
    return realpathSync(`/proc/${pid}/cwd`);
  } catch {
    return "";
  }
}

async function until(isTrue: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(50)) if (await isTrue()) return;
  throw new Error(`Waited 30 s for ${what}.`);
}
