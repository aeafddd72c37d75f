import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { header } from "#lib/agent/header.ts";
import { runAgent } from "#lib/agent/run.ts";
import { connect } from "#lib/ssh/connection.ts";
import { bootHost, whyNoHosts } from "#tests/support/hosts.ts";
import { type Host, makeHost, newRun } from "./host.ts";

const megabyte = 1024 * 1024;
const eat = (megabytes: number) => `head -c ${megabytes}M /dev/zero | tail -n 1 | wc -c`;

let host: Host;
beforeAll(async () => void (host = await makeHost()));
afterAll(() => host.remove());

const build = (values: Record<string, string>, on = host) =>
  on.start("build", { RUN: newRun(), KIND: "hook", TIMEOUT: "60", GRACE: "2", ...values });

describe("without systemd", () => {
  test("a build that asks for more memory than its limit is refused it, and the figures are told", async () => {
    const said = await build({ GUARD_MEMORY_MB: "64", SCRIPT: eat(300) });
    expect(said.text).toMatch(/memory exhausted|annot allocate memory/);
    expect(said.step?.facts).toMatchObject({ guard: "limits", limit_bytes: String(64 * megabyte) });
    expect(Number(said.step?.facts.memory_bytes)).toBeGreaterThan(100 * megabyte);
  });

  test("a build within its limit ends as it would without one, and tells the most that it used", async () => {
    const script = `x=$(head -c 30M /dev/zero | tr '\\0' x); sleep 1; echo "\${#x}"; exit 3`;
    const said = await build({ GUARD_MEMORY_MB: "512", SCRIPT: script });
    expect(said.text).toBe("31457280\n");
    expect(said.step?.exit).toBe(3);
    expect(Number(said.step?.facts.peak_bytes)).toBeGreaterThan(29 * megabyte);
    expect(Number(said.step?.facts.peak_bytes)).toBeLessThan(200 * megabyte);
  });

  test("a share of the processor that can't be held makes the build nicer to its neighbours", async () => {
    expect((await build({ GUARD_CPU_PERCENT: "50", SCRIPT: "nice" })).text).toBe("10\n");
    expect((await build({ SCRIPT: "nice; ulimit -d" })).text).toBe("0\nunlimited\n");
  });
});

test("limits that are no numbers are refused", async () => {
  for (const [name, value] of [
    ["GUARD_MEMORY_MB", "64; id"],
    ["GUARD_CPU_PERCENT", "-1"],
    ["GUARD_MEMORY_MB", "0"],
  ] as const)
    expect((await build({ [name]: value, SCRIPT: "echo ran" })).step?.exit).toBe(64);
});

test("a cancel and a time-out end a guarded build with all that it started", async () => {
  const RUN = newRun();
  const cancel = async () => void (await host.ask("cancel", { APP: "app", RUN, FENCE: "1", STEP: "build" }));
  const values = { RUN, KIND: "hook", GUARD_MEMORY_MB: "512", SCRIPT: "(setsid sleep 4711 &); echo on; sleep 4711" };
  const said = await host.start("build", { ...values, GRACE: "1" }, { onOutput: cancel });
  expect(said.step).toMatchObject({ exit: 143, facts: { guard: "limits" } });
  expect((await build({ GUARD_MEMORY_MB: "512", TIMEOUT: "1", SCRIPT: "sleep 4711" })).step?.exit).toBe(124);
  expect(execFileSync("bash", ["-c", "pgrep -fx 'sleep 4711' || echo none"], { encoding: "utf8" })).toBe("none\n");
});

describe.skipIf(whyNoHosts)(`on a real server with systemd${whyNoHosts ? ` (skipped: ${whyNoHosts})` : ""}`, () => {
  test("a scope is told only where it holds; held the build is in either case", async () => {
    const server = await bootHost("guard");
    const connection = await connect(server.endpoint, server.login, { hostKey: null });
    const text: string[] = [];
    const request = header({
      ...{ APP: "app", RUN: newRun(), FENCE: "1", PROJECT: `${server.home}/shop`, KIND: "hook", TIMEOUT: "60" },
      ...{
        GUARD_MEMORY_MB: "64",
        GUARD_CPU_PERCENT: "50",
        SCRIPT: `${eat(300)}; exit \${PIPESTATUS[1]}`,
        STEP: "build",
      },
    });
    const outcome = await runAgent(connection, "start", request, {
      onOutput: (chunk) => void text.push(String(chunk)),
    });
    connection.end();
    const step = outcome.kind === "answered" ? outcome.answer.steps[0] : undefined;
    expect(step?.exit).not.toBe(0);
    expect(step?.facts).toMatchObject({
      limit_bytes: String(64 * megabyte),
      memory_bytes: expect.stringMatching(/^\d+$/),
    });
    if (step?.facts.guard === "scope")
      expect(text.join("")).toMatch(/^\[killed for memory: the limit of this step is 64 MB/m);
    else expect(text.join("")).toMatch(/memory exhausted/);
  });
});
