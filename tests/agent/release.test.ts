import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { type Host, makeHost, newRun } from "./host.ts";

const hosts: Host[] = [];
let host: Host;
beforeEach(async () => {
  hosts.push((host = await makeHost()));
  for (const number of [1, 2, 3, 4, 5]) mkdirSync(`${host.project}/deployments/${number}`, { recursive: true });
});
afterAll(() => Promise.all(hosts.map((one) => one.remove())));

const release = (number: string, values: Record<string, string> = {}) =>
  host.start("release", { RUN: newRun(), KIND: "release", RELEASE: number, ...values });
const live = () => readlinkSync(`${host.project}/current`);

test("the live release is switched by one rename, and the one before is told", async () => {
  expect((await release("1")).step).toMatchObject({ exit: 0, facts: { released: "yes" } });
  expect((await release("2")).step).toMatchObject({ exit: 0, facts: { released: "yes", previous: "1" } });
  expect(live()).toBe("deployments/2");
  const back = await host.start("back", { RUN: newRun(), KIND: "rollback", RELEASE: "1" });
  expect(back.step).toMatchObject({ exit: 0, facts: { released: "yes", previous: "2" } });
  expect(live()).toBe("deployments/1");
});

test("a release that is not there is refused, and the live one stays", async () => {
  await release("1");
  expect((await release("9")).step).toMatchObject({ exit: 66, facts: {} });
  expect((await release("../x")).step?.exit).toBe(64);
  expect(live()).toBe("deployments/1");
});

test("a directory called current is not replaced", async () => {
  mkdirSync(`${host.project}/current`);
  writeFileSync(`${host.project}/current/mine`, "");
  expect((await release("1")).step?.exit).toBe(73);
  expect(existsSync(`${host.project}/current/mine`)).toBe(true);
});

test("a link that points nowhere is replaced", async () => {
  symlinkSync("deployments/99", `${host.project}/current`);
  expect((await release("1")).step).toMatchObject({ exit: 0, facts: { previous: "99" } });
});

test("a runner that was overtaken while its batch ran releases nothing", async () => {
  const run = newRun();
  await release("1");
  const begun = Promise.withResolvers<void>();
  const batch = host.ask(
    "start",
    { APP: "app", RUN: run, FENCE: "1", PROJECT: host.project, RELEASE: "2", TIMEOUT: "20" },
    {
      onOutput: () => begun.resolve(),
      sections: [
        { step: "slow", values: { KIND: "health", SCRIPT: "echo on; sleep 1" } },
        { step: "release", values: { KIND: "release" } },
      ],
    },
  );
  await begun.promise;
  await host.ask("fence", { APP: "app", FENCE: "2" });
  expect((await batch).answer.steps.map(({ exit, reason }) => [exit, reason])).toEqual([
    [0, null],
    [75, "fenced"],
  ]);
  expect(live()).toBe("deployments/1");
});

test("a runner that is overtaken in the last moment, while it waits for the lock, releases nothing", async () => {
  await release("1");
  const app = host.file(".devpilot/apps/app");
  const holder = spawn("flock", [`${app}/lock`, "cat"], { stdio: ["pipe", "pipe", "inherit"] });
  holder.stdin.write("held\n");
  await once(holder.stdout, "data");
  const run = newRun();
  const waiting = release("2", { RUN: run });
  await vi.waitUntil(() => existsSync(host.file(".devpilot/runs", run, "release/pid")), { timeout: 10_000 });
  writeFileSync(`${app}/fence`, "2\n");
  holder.stdin.end();
  expect((await waiting).step).toMatchObject({ exit: 75, reason: "fenced", facts: {} });
  expect(live()).toBe("deployments/1");
});

test("a cancelled run releases nothing", async () => {
  const run = newRun();
  const begun = Promise.withResolvers<void>();
  const batch = host.ask(
    "start",
    { APP: "app", RUN: run, FENCE: "1", PROJECT: host.project, RELEASE: "2", TIMEOUT: "20", GRACE: "1" },
    {
      onOutput: () => begun.resolve(),
      sections: [
        { step: "slow", values: { KIND: "health", SCRIPT: "echo on; sleep 5" } },
        { step: "release", values: { KIND: "release" } },
      ],
    },
  );
  await begun.promise;
  expect((await host.ask("cancel", { APP: "app", RUN: run, FENCE: "1" })).answer.isGone).toBe(true);
  expect((await batch).answer.skipped).toEqual(["release"]);
  expect(existsSync(`${host.project}/current`)).toBe(false);
});

test("old releases are removed, but never the live one nor what is to be kept", async () => {
  await release("2");
  mkdirSync(`${host.project}/deployments/not-ours`);
  mkdirSync(`${host.project}/deployments/1/locked/inner`, { recursive: true, mode: 0o500 });
  const said = await host.start("prune", { RUN: newRun(), KIND: "prune", RELEASE: "5", KEEP: ["4"], KEEP_RUNS: "1" });
  expect(said.step).toMatchObject({ exit: 0, facts: { removed: "1 3" } });
  const left = ["1", "2", "3", "4", "5", "not-ours"].filter((name) =>
    existsSync(`${host.project}/deployments/${name}`),
  );
  expect(left).toEqual(["2", "4", "5", "not-ours"]);
});

test("pruning without a word of what to keep removes nothing", async () => {
  expect((await host.start("prune", { RUN: newRun(), KIND: "prune" })).step?.exit).toBe(64);
  expect(existsSync(`${host.project}/deployments/1`)).toBe(true);
});

test("old runs are forgotten, the running one and those of other apps stay", async () => {
  const hook = { KIND: "hook", TIMEOUT: "9", SCRIPT: ":" };
  for (const run of ["r1", "r2", "r3"]) await host.start("hook", { RUN: run, ...hook });
  await host.start("hook", { APP: "other", RUN: "o1", ...hook });
  await host.start("prune", { RUN: "r4", KIND: "prune", KEEP: ["1"], KEEP_RUNS: "1" });
  const left = ["r1", "r2", "r3", "r4", "o1"].filter((run) => existsSync(host.file(".devpilot/runs", run)));
  expect(left).toEqual(["r3", "r4", "o1"]);
  rmSync(host.file(".devpilot/runs/r3"), { recursive: true });
});
