import { createHash } from "node:crypto";
import { appendFileSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pause } from "#tests/support/remote.ts";
import { type Host, makeHost, newRun } from "./host.ts";

let host: Host;
beforeAll(async () => void (host = await makeHost()));
afterAll(() => host.remove());

const hook = (script: string) => ({ KIND: "hook", TIMEOUT: "120", SCRIPT: script });

test("from any byte and at any moment the rest arrives exactly", async () => {
  const run = newRun();
  const script = 'for i in {1..40}; do printf "line %s \\0\\377 without end" "$i"; sleep 0.02; done';
  const { ended } = await host.begin("lines", { RUN: run, ...hook(script) });
  const expected = Buffer.concat(
    Array.from({ length: 40 }, (_, n) => Buffer.from(`line ${n + 1} \0\xff without end`, "latin1")),
  );
  const offsets = [0, 1, 7, 100, 500, expected.length, expected.length + 1];
  const parts = offsets.map((offset, n) =>
    pause(n * 60).then(() => host.ask("follow", { RUN: run, STEP: "lines", OFFSET: String(offset) })),
  );
  expect((await ended).output[0]?.equals(expected)).toBe(true);
  for (const [n, part] of (await Promise.all(parts)).entries()) {
    expect((part.output[0] ?? Buffer.alloc(0)).equals(expected.subarray(offsets[n]))).toBe(true);
    expect(part.step).toMatchObject({ exit: 0, size: expected.length });
  }
});

test("a line reaches the follower within a tenth of a second", async () => {
  const delays: number[] = [];
  const measure = (chunk: Buffer) => {
    for (const line of String(chunk).trim().split("\n")) delays.push(Date.now() - Number(line));
  };
  const script = "for i in {1..9}; do date +%s%3N; sleep 0.1; done";
  await host.start("live", { RUN: newRun(), ...hook(script) }, { onOutput: measure });
  expect(delays).toHaveLength(9);
  expect(delays.sort((a, b) => a - b)[4]).toBeLessThan(100);
});

test("a hundred megabytes arrive whole", async () => {
  const sum = createHash("sha256");
  let size = 0;
  const script = "head -c 104857600 /dev/zero | tr '\\0' x; printf end";
  const said = await host.ask(
    "start",
    { APP: "app", RUN: newRun(), FENCE: "1", PROJECT: host.project, ...hook(script) },
    {
      sections: [{ step: "flood", values: {} }],
      isKept: false,
      onOutput: (chunk) => void (sum.update(chunk), (size += chunk.length)),
    },
  );
  expect([size, said.step?.size, said.step?.exit]).toEqual([104857603, 104857603, 0]);
  expect(sum.digest("hex")).toBe(createHash("sha256").update(Buffer.alloc(104857600, "x")).update("end").digest("hex"));
});

test("a daemon that keeps the output open does not hold up the end, and lives on", async () => {
  const script = "(trap '' HUP; sleep 3; echo late) & echo pid $!; exit 7";
  const started = performance.now();
  const said = await host.start("daemon", { RUN: newRun(), ...hook(script) });
  expect(performance.now() - started).toBeLessThan(2500);
  expect([said.step?.exit, said.text]).toEqual([7, expect.stringMatching(/^pid \d+\n$/)]);
  expect(readFileSync(`/proc/${/\d+/.exec(said.text)?.[0]}/stat`, "utf8")).not.toBe("");
});

test("what is written in the last instant is not lost, however often", async () => {
  for (let n = 0; n < 15; n++) {
    const said = await host.start(`last${n}`, {
      RUN: "last",
      ...hook(`(sleep 60 & ); head -c ${n * 70001} /dev/zero; printf last`),
    });
    expect([said.text.length, said.text.slice(-4)]).toEqual([n * 70001 + 4, "last"]);
  }
  await host.ask("cancel", { APP: "app", RUN: "last", FENCE: "1", SCOPE: "run" });
});

test("a script that opens /dev/stderr does not empty the log", async () => {
  const said = await host.start("opens", { RUN: newRun(), ...hook("echo one; echo two >/dev/stderr; echo three") });
  expect(said.text).toBe("one\ntwo\nthree\n");
});

test("what the user's shell prints when it starts is not part of the answer", async () => {
  const noisy = await makeHost({ BASH_ENV: host.file("noise") });
  appendFileSync(host.file("noise"), 'echo "Welcome, exit=0"; echo "exit=9" >&2\n');
  const said = await noisy.start("quiet", { RUN: newRun(), ...hook("echo only this") });
  expect([said.text, said.step?.exit]).toEqual(["only this\n", 0]);
  await noisy.remove();
});

test("a step that was never started is unknown", async () => {
  expect((await host.ask("follow", { RUN: newRun(), STEP: "none", OFFSET: "0" })).code).toBe(79);
});
