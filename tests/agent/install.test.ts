import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readlinkSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { Failure } from "#lib/failure.ts";
import { install } from "#lib/agent/install.ts";
import { bundle, version } from "#lib/agent/version.ts";
import { uninstall } from "#lib/agent/uninstall.ts";
import { inspect } from "#lib/agent/inspect.ts";
import { type Host, makeHost, newRun } from "./host.ts";

const hosts: Host[] = [];
afterEach(() => Promise.all(hosts.splice(0).map((host) => host.remove())));

async function bareHost(): Promise<Host> {
  const host = await makeHost();
  hosts.push(host);
  return host;
}

const hook = (script: string) => ({ RUN: newRun(), KIND: "hook", TIMEOUT: "30", SCRIPT: script });
const agents = (host: Host) =>
  readdirSync(host.file(".devpilot"))
    .filter((name) => name.startsWith("agent"))
    .sort();

test("a bare host gets the agent with the first thing that is asked of it", async () => {
  const host = await bareHost();
  expect((await host.start("first", hook("echo well"))).text).toBe("well\n");
  expect(readlinkSync(host.file(".devpilot/agent"))).toBe(`agent-${version()}`);
});

test("twenty installations at once leave one whole agent", async () => {
  const host = await bareHost();
  await Promise.all(Array.from({ length: 20 }, () => install(host.connection)));
  expect(agents(host)).toEqual(["agent", `agent-${version()}`]);
  expect((await host.start("first", hook("echo well"))).text).toBe("well\n");
});

test("another version is replaced, and a step that runs keeps the one that it began with", async () => {
  const host = await bareHost();
  await install(host.connection);
  const old = host.file(".devpilot/agent-00000000aaaaaaaa");
  spawnSync("cp", ["-a", host.file(`.devpilot/agent-${version()}`), old]);
  spawnSync("ln", ["-sfn", old, host.file(".devpilot/agent")]);
  const running = spawnSync("bash", ["-c", `exec -a "bash ${old}/supervise.sh" sleep 20 >/dev/null 2>&1 & echo $!`], {
    encoding: "utf8",
  });
  for (const name of ["11111111", "22222222", "33333333", "44444444"]) mkdirSync(host.file(`.devpilot/agent-${name}`));
  utimesSync(old, 1, 1);
  utimesSync(host.file(".devpilot/agent-11111111"), 2, 2);
  expect((await host.start("new", hook("echo new"))).text).toBe("new\n");
  expect(readlinkSync(host.file(".devpilot/agent"))).toBe(`agent-${version()}`);
  expect([existsSync(old), existsSync(host.file(".devpilot/agent-11111111"))]).toEqual([true, false]);
  process.kill(Number(running.stdout));
});

test("a damaged agent is mended when it is used", async () => {
  const host = await bareHost();
  await install(host.connection);
  for (const name of readdirSync(host.file(".devpilot/agent"))) {
    if (name.endsWith(".sh")) writeFileSync(host.file(".devpilot/agent", name), "");
  }
  expect((await host.start("first", hook("echo mended"))).text).toBe("mended\n");
});

test("an installation that was cut off changes nothing", async () => {
  const host = await bareHost();
  await install(host.connection);
  const { exec } = host.connection;
  for (const share of [0.2, 0.6, 0.99]) {
    host.connection.exec = (command, options) => {
      const stdin = options?.stdin;
      const cut = stdin instanceof Uint8Array ? stdin.subarray(0, Math.floor(stdin.length * share)) : stdin;
      return exec(command, { ...options, stdin: cut });
    };
    rmSync(host.file(`.devpilot/agent-${version()}/start.sh`));
    await install(host.connection).catch(() => {});
    expect(agents(host)).toEqual(["agent", `agent-${version()}`]);
    host.connection.exec = exec;
    await install(host.connection);
    expect(existsSync(host.file(".devpilot/agent/start.sh"))).toBe(true);
    for (const name of agents(host))
      if (name.includes("damaged")) rmSync(host.file(".devpilot", name), { recursive: true });
  }
});

test("a home that can't be written to is told in words", async () => {
  const host = await bareHost();
  writeFileSync(host.file(".devpilot"), "a file in the way");
  const failure = await install(host.connection).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Failure);
  expect(String(failure)).toContain("may not write to the home directory");
});

test("the machine is described", async () => {
  const host = await bareHost();
  const facts = await inspect(host.connection);
  expect(facts).toMatchObject({ home: host.home, arch: expect.stringMatching(/^\w+$/), systemd: expect.any(Boolean) });
  for (const number of [facts.cpus, facts.memoryBytes, facts.diskBytes, facts.diskFreeBytes])
    expect(number).toBeGreaterThan(0);
  expect(facts.gitVersion).toMatch(/^\d+\.\d+/);
  expect(facts.bashVersion).toMatch(/^\d+\.\d+/);
});

test("it goes without a trace, but not while something runs", async () => {
  const host = await bareHost();
  const values = hook("echo on; sleep 20");
  const running = host.start("busy", values, {
    onOutput: async () => {
      await expect(uninstall(host.connection)).rejects.toThrow("still runs");
      await host.ask("cancel", { APP: "app", RUN: values.RUN, FENCE: "1" });
    },
  });
  await running;
  await uninstall(host.connection);
  expect(existsSync(host.file(".devpilot"))).toBe(false);
});

test("what a run left is forgotten, its releases are not", async () => {
  const host = await bareHost();
  const values = hook("mkdir -p deployments/1");
  await host.start("hook", values);
  expect((await host.ask("clean", { RUN: values.RUN, APP: "app" })).code).toBe(0);
  expect([existsSync(host.file(".devpilot/runs", values.RUN)), existsSync(host.file(".devpilot/apps/app"))]).toEqual([
    false,
    false,
  ]);
  expect(existsSync(`${host.project}/deployments/1`)).toBe(true);
  expect((await host.ask("clean", { RUN: "../.." })).code).toBe(64);
});

test("only shell and the fronts are sent, and its version changes with every byte of it", () => {
  const names = bundle()
    .toString("latin1")
    .match(/(?<=\0FILE=)[^\0]+/g);
  expect(names).toContain("start.sh");
  expect(names).toContain(`kinds/fetch.sh`);
  expect(names?.filter((name) => !name.endsWith(".sh"))).toEqual([
    "front/front.mjs",
    "front/front.py",
    "front/messages.py",
  ]);
  expect(version()).toMatch(/^[0-9a-f]{16}$/);
});

const shellcheck = spawnSync("shellcheck", ["--version"]).status === 0;
test.runIf(shellcheck)("shellcheck finds nothing (runs where shellcheck is installed)", () => {
  const said = spawnSync("bash", ["-c", "shellcheck -- *.sh kinds/*.sh"], { cwd: "lib/agent", encoding: "utf8" });
  expect(said.stdout).toBe("");
});
