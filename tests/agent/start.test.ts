import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pause } from "#tests/support/remote.ts";
import { type Host, makeHost, newRun } from "./host.ts";

let host: Host;
beforeAll(async () => void (host = await makeHost()));
afterAll(() => host.remove());

const hook = (script: string) => ({ KIND: "hook", TIMEOUT: "60", SCRIPT: script });

test("of fifty starts of one step, exactly one runs it, and all follow it to its end", async () => {
  const run = newRun();
  const script = 'echo run >>"$DEVPILOT_PROJECT/count"; sleep 0.3; echo done; exit 3';
  const all = await Promise.all(Array.from({ length: 50 }, () => host.start("once", { RUN: run, ...hook(script) })));
  expect(readFileSync(`${host.project}/count`, "utf8")).toBe("run\n");
  expect(all.filter((said) => said.answer.isClaimed)).toHaveLength(1);
  expect(new Set(all.map((said) => said.text))).toEqual(new Set(["done\n"]));
  expect(new Set(all.map((said) => said.step?.exit))).toEqual(new Set([3]));
  expect(new Set(all.map((said) => said.code))).toEqual(new Set([0, 73]));
});

test("an older fence is refused, told the newer one, and starts nothing", async () => {
  expect((await host.ask("fence", { APP: "fenced", FENCE: "7" })).answer.fence).toBe(7);
  const refused = await host.start("late", { APP: "fenced", RUN: newRun(), FENCE: "6", ...hook("touch ../late") });
  expect([refused.code, refused.answer.fence, refused.step]).toEqual([75, 7, undefined]);
  expect((await host.ask("fence", { APP: "fenced", FENCE: "5" })).code).toBe(75);
  expect((await host.ask("fence", { APP: "fenced" })).answer.fence).toBe(7);
  expect(existsSync(`${host.project}/../late`)).toBe(false);
});

test("of many raises at once the highest stays", async () => {
  await Promise.all(Array.from({ length: 20 }, (_, n) => host.ask("fence", { APP: "raised", FENCE: String(n + 1) })));
  expect((await host.ask("fence", { APP: "raised" })).answer.fence).toBe(20);
});

test("a newer runner first ends what other runs of the app have left, and nothing of other apps", async () => {
  const left = await host.begin("left", { APP: "busy", RUN: newRun(), FENCE: "1", ...hook("echo on; sleep 60") });
  const other = await host.begin("other", { APP: "calm", RUN: newRun(), FENCE: "1", ...hook("echo on; sleep 2") });
  const next = await host.start("next", { APP: "busy", RUN: newRun(), FENCE: "2", ...hook("echo next") });
  expect(next.text).toBe("next\n");
  expect((await left.ended).step).toMatchObject({ exit: 143, reason: "cancelled" });
  expect((await other.ended).step?.exit).toBe(0);
});

test("a hook that was killed together with its start is vanished or killed, and never run again", async () => {
  const run = newRun();
  const { ended } = await host.begin("hook", { RUN: run, ...hook("echo one >>../ran; echo on; sleep 60") });
  const [pid] = readFileSync(host.file(".devpilot/runs", run, "hook/begun"), "utf8").split(" ");
  execFileSync("kill", ["-9", "--", `-${pid}`]);
  expect((await ended).step).toMatchObject({ exit: null, lost: "killed" });
  const second = await host.start("hook", { RUN: run, ...hook("echo two >>../ran") });
  expect([second.code, second.step?.lost, second.answer.isClaimed]).toEqual([73, "killed", false]);
  expect(readFileSync(`${host.project}/../ran`, "utf8")).toBe("one\n");
  const again = await host.start("hook", { RUN: run, AGAIN: "1", ...hook("echo two >>../ran") });
  expect([again.code, again.answer.reason]).toEqual([64, "AGAIN is not for this kind"]);
  await host.ask("cancel", { APP: "app", RUN: run, FENCE: "1" });
});

test("a step whose starter died before it began has vanished, and can't begin afterwards", async () => {
  const run = newRun();
  await host.start("first", { RUN: run, ...hook(":") });
  const directory = host.file(".devpilot/runs", run);
  const boot = readFileSync(`${directory}/first/claim`, "utf8").split(" ")[2];
  execFileSync("mkdir", [`${directory}/gone`]);
  writeFileSync(`${directory}/gone/claim`, `999999999 1 ${boot} app 1 hook - 5\n`);
  writeFileSync(`${directory}/gone/exit`, " ".repeat(63) + "\n");
  writeFileSync(`${directory}/gone/output`, "");
  expect((await host.ask("follow", { RUN: run, STEP: "gone", OFFSET: "0" })).step?.lost).toBe("vanished");
  expect(readFileSync(`${directory}/gone/begun`, "utf8")).toBe("never\n");
});

test("after a reboot a running step is lost, and one of Devpilot's own may be started again", async () => {
  const run = newRun();
  const values = { RUN: run, KIND: "health", PORT: "1", WAIT: "60" };
  const { ended } = await host.begin("health", values);
  await host.ask("cancel", { APP: "app", RUN: run, FENCE: "1", STEP: "health" });
  await ended;
  const claim = host.file(".devpilot/runs", run, "health/claim");
  writeFileSync(claim, readFileSync(claim, "utf8").replace(/^(\d+ \d+) \S+/, "$1 another-boot:1"));
  writeFileSync(host.file(".devpilot/runs", run, "health/exit"), " ".repeat(63) + "\n");
  expect((await host.ask("follow", { RUN: run, STEP: "health", OFFSET: "0" })).step?.lost).toBe("rebooted");
  expect((await host.start("health", values)).step?.lost).toBe("rebooted");
  const again = await host.start("health", { ...values, WAIT: "0", AGAIN: "1" });
  expect([again.code, again.step?.exit, again.answer.isClaimed]).toEqual([0, 1, true]);
});

test("a batch runs in order, each step a step of its own, and stops at the first failure", async () => {
  const run = newRun();
  const said = await host.ask(
    "start",
    { APP: "app", RUN: run, FENCE: "1", PROJECT: host.project },
    {
      sections: [
        { step: "one", values: { KIND: "sync_file", TARGET: "one.txt", CONTENT: "1" } },
        { step: "two", values: { KIND: "rollback", RELEASE: "404" } },
        { step: "three", values: { KIND: "sync_file", TARGET: "three.txt", CONTENT: "3" } },
      ],
    },
  );
  expect(said.answer.steps.map(({ step, exit }) => [step, exit])).toEqual([
    ["one", 0],
    ["two", 66],
  ]);
  expect(said.answer.skipped).toEqual(["three"]);
  expect(said.output.map(String)).toEqual([
    `Wrote ${host.project}/one.txt\n`,
    "The release 404 is not on this server.\n",
  ]);
  expect(existsSync(`${host.project}/three.txt`)).toBe(false);
  expect((await host.ask("follow", { RUN: run, STEP: "three", OFFSET: "0" })).code).toBe(79);
  expect((await host.ask("follow", { RUN: run, STEP: "two", OFFSET: "4" })).text).toMatch(/^release 404/);
});

test("a hook in a batch, and a request that is not one, are refused in words", async () => {
  const base = { APP: "app", RUN: newRun(), FENCE: "1", PROJECT: host.project };
  const sections = ["a", "b"].map((step) => ({ step, values: hook(":") }));
  expect((await host.ask("start", base, { sections })).answer.reason).toBe("a hook is a request of its own");
  const wrong: [string, string][] = [
    ["APP", "../x"],
    ["RUN", "a/b"],
    ["FENCE", "-1"],
    ["FENCE", "1+1"],
    ["FENCE", "08"],
    ["KIND", "../start"],
    ["KIND", "nothing"],
    ["TIMEOUT", "0"],
    ["RUN_AS", "x;id"],
    ["RUN_AS", "-u"],
    ["ENV", "a-b=1"],
    ["ENV", "x[$(touch pwned)]=1"],
    ["GRACE", "a[$(touch pwned)]"],
  ];
  for (const [key, value] of wrong) {
    const said = await host.start("wrong", { ...base, ...hook(":"), [key]: value });
    expect([key, value, said.code]).toEqual([key, value, 64]);
  }
  expect((await host.start("a b", { ...base, ...hook(":") })).code).toBe(64);
});

test("nothing secret is left in the files of a step that has ended", async () => {
  const run = newRun();
  await host.start("quiet", { RUN: run, ...hook("echo hi # hunter22hunter22"), ENV: ["TOKEN=hunter22hunter22"] });
  await pause(200);
  const { stdout } = spawnSync("grep", ["-rls", "hunter22", host.home], { encoding: "utf8" });
  expect(stdout).toBe("");
});
