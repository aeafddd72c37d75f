import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pause } from "#tests/support/remote.ts";
import { type Host, makeHost, newRun } from "./host.ts";

let host: Host;
beforeAll(async () => void (host = await makeHost()));
afterAll(() => host.remove());

const hook = (script: string) => ({ KIND: "hook", TIMEOUT: "60", GRACE: "1", SCRIPT: script });

/** What still runs with the marks of a run. */
function processesOf(run: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`, "latin1").split("\0").includes(`DEVPILOT_RUN=${run}`);
    } catch {
      return false;
    }
  });
}

test("cancelling ends children, strays in sessions of their own, and those that ignore it, and confirms it", async () => {
  const run = newRun();
  const script = [
    "sleep 60 &",
    "(setsid bash -c 'trap \"\" TERM; while :; do sleep 1; done' &)",
    "setsid setsid bash -c '(sleep 70 &) ; sleep 80' &",
    "echo ready; wait",
  ].join("\n");
  const { ended } = await host.begin("tree", { RUN: run, ...hook(script) });
  await pause(300);
  expect(processesOf(run).length).toBeGreaterThan(4);
  const said = await host.ask("cancel", { APP: "app", RUN: run, FENCE: "1", STEP: "tree" });
  expect([said.code, said.answer.isGone, said.step?.reason]).toEqual([0, true, "cancelled"]);
  expect(processesOf(run)).toEqual([]);
  expect((await ended).step).toMatchObject({ exit: 143, reason: "cancelled" });
});

test("a hook gets the time to clean up, and its last words are in the log", async () => {
  const run = newRun();
  const script = "trap 'echo cleaning; sleep 0.2; echo clean; exit 0' TERM; echo ready; while :; do sleep 0.05; done";
  const { ended } = await host.begin("polite", { RUN: run, ...hook(script) });
  await host.ask("cancel", { APP: "app", RUN: run, FENCE: "1", STEP: "polite" });
  const said = await ended;
  expect([ownWords(said.text), said.step?.exit]).toEqual(["ready\ncleaning\nclean\n", 143]);
});

test("a step that has ended stays as it ended, and its daemons live", async () => {
  const run = newRun();
  await host.start("ended", { RUN: run, ...hook("(sleep 5 >/dev/null 2>&1 &); exit 4") });
  const said = await host.ask("cancel", { APP: "app", RUN: run, FENCE: "1", STEP: "ended" });
  expect(said.step).toMatchObject({ exit: 4, reason: null });
  expect(processesOf(run).length).toBeGreaterThan(0);
});

test("a cancelled run starts nothing any more, and a cancelled step can't be started late", async () => {
  const run = newRun();
  await host.ask("cancel", { APP: "app", RUN: run, FENCE: "1" });
  const late = await host.start("late", { RUN: run, ...hook("echo ran") });
  expect([late.code, late.answer.reason, late.text]).toEqual([75, "this run was cancelled", ""]);

  const other = newRun();
  await host.ask("cancel", { APP: "app", RUN: other, FENCE: "1", STEP: "late" });
  const refused = await host.start("late", { RUN: other, ...hook("echo ran") });
  expect([refused.text, refused.step]).toEqual(["", expect.objectContaining({ exit: 143, reason: "cancelled" })]);
});

test("a cancel racing a start never leaves anything running", async () => {
  for (let n = 0; n < 10; n++) {
    const run = newRun();
    const following = host.start("race", { RUN: run, ...hook("sleep 30") });
    await pause(n * 12);
    const said = await host.ask("cancel", { APP: "app", RUN: run, FENCE: "1", STEP: "race" });
    expect(said.answer.isGone).toBe(true);
    expect((await following).step?.exit).toBe(143);
    expect(processesOf(run)).toEqual([]);
  }
});

test("an older fence may not cancel", async () => {
  await host.ask("fence", { APP: "guarded", FENCE: "5" });
  const said = await host.ask("cancel", { APP: "guarded", RUN: newRun(), FENCE: "4", STEP: "x" });
  expect([said.code, said.answer.fence]).toEqual([75, 5]);
});

test("a step that takes too long is ended on the host, whoever follows it", async () => {
  const run = newRun();
  const said = await host.start("slow", {
    RUN: run,
    ...hook("trap '' TERM; echo begun; (setsid sleep 50 &); sleep 40"),
    TIMEOUT: "1",
  });
  expect(said.step).toMatchObject({ exit: 124, reason: "timeout" });
  expect(ownWords(said.text)).toBe("begun\n");
  expect(processesOf(run)).toEqual([]);
});

test("a step of Devpilot's own is ended too", async () => {
  const run = newRun();
  const { ended } = await host.begin("health", { RUN: run, KIND: "health", PORT: "1", WAIT: "60", GRACE: "1" });
  const said = await host.ask("cancel", { APP: "app", RUN: run, FENCE: "1", STEP: "health" });
  expect(said.answer.isGone).toBe(true);
  expect((await ended).step).toMatchObject({ exit: 143, reason: "cancelled" });
  expect(processesOf(run)).toEqual([]);
});

/** Without what bash, where it has the time, says of its children that were ended. */
function ownWords(text: string): string {
  return text.replace(/^(hook: .*)?(Terminated|Killed).*\n/gm, "");
}
