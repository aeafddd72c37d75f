import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { explain, recognise } from "#lib/deployments/explain/explain.ts";
import type { FailedStep } from "#lib/deployments/explain/signature.ts";
import { signatures } from "#lib/deployments/explain/signatures.ts";
import { documented, proven, recorded } from "./explain/expected.ts";

const folder = join(import.meta.dirname, "explain");
const linesOf = (log: string) => readFileSync(join(folder, `${log}.txt`), "utf8").split("\n");
const failed = (step: Partial<FailedStep> = {}): FailedStep => ({
  ...{ kind: "run_command", reason: null, exitCode: 1, facts: {} },
  ...step,
});

test.each(recorded)("%s (exit code %i) is recognised as %s", (log, exitCode, signature, says, facts = {}) => {
  const step = failed({ exitCode, facts });
  const lines = linesOf(log);
  expect(recognise(step, lines)?.signature.id).toBe(signature);
  const explanation = explain(step, lines);
  expect(explanation?.cause.toLowerCase()).toContain(says.toLowerCase());
  expect(explanation?.next).toMatch(/\S\./);
  expect(lines.join("\n")).toContain(explanation?.evidence[0]);
});

test.each(documented)("%s", (line, exitCode, signature) => {
  expect(recognise(failed({ exitCode }), ["before", line, "after"])?.signature.id).toBe(signature);
});

test.each(proven)(
  "what the server found out itself needs no line, and is told without doubt: %j",
  (step, id, cause) => {
    expect(recognise(failed(step), [])?.signature.id).toBe(id);
    expect(explain(failed(step), [])?.cause).toContain(cause);
  },
);

test("what only a log tells is told as likely, never as certain", () => {
  for (const [log, exitCode] of recorded) {
    expect([log, explain(failed({ exitCode }), linesOf(log))?.cause]).toEqual([
      log,
      expect.stringMatching(/^Likely \S/),
    ]);
  }
});

test("every signature has a log, a documented line or a proof; every log is expected to say something", () => {
  const shown = new Set([
    ...recorded.map((one) => one[2]),
    ...documented.map((one) => one[2]),
    ...proven.map((one) => one[1]),
  ]);
  expect(signatures.filter(({ id }) => !shown.has(id)).map(({ id }) => id)).toEqual([]);
  const logs = readdirSync(folder).filter((name) => name.endsWith(".txt"));
  expect(logs.filter((name) => !recorded.some(([log]) => `${log}.txt` === name))).toEqual([]);
  expect(new Set(signatures.map(({ id }) => id)).size).toBe(signatures.length);
});

test("what nobody knows stays unexplained", () => {
  const lines = [
    "Running 12 tests",
    "AssertionError: expected 3 to be 4",
    "1 failed, 11 passed",
    "killed time",
    "",
    "port 80",
  ];
  expect(explain(failed({ exitCode: 1 }), lines)).toBeNull();
  expect(explain(failed({ exitCode: null, reason: "Lost contact: it may still run there." }), [])).toBeNull();
});

test("what breaks other things is named before what it breaks", () => {
  const lines = [...linesOf("npm-ci-lock"), ...linesOf("not-found-npm")];
  expect(recognise(failed({ exitCode: 127 }), lines)?.signature.id).toBe("npm-lock");
});

test("colours do not hide a line, evidence is short, and a hostile line costs no time", () => {
  const red = "\u001b[31msh: 1: vite: \u001b[1mnot found\u001b[0m";
  expect(explain(failed({ exitCode: 127 }), [red])).toMatchObject({
    cause: expect.stringContaining("the command vite"),
    evidence: ["sh: 1: vite: not found"],
  });
  const long = `EACCES: permission denied, open '${"x".repeat(900)}'`;
  expect(explain(failed(), [long])?.evidence[0]).toHaveLength(300);
  const hostile = ["a ".repeat(40_000), "(".repeat(80_000), "://".repeat(30_000), ": ".repeat(40_000)];
  const started = performance.now();
  explain(
    failed({ exitCode: 137 }),
    Array.from({ length: 600 }, (_, n) => hostile[n % hostile.length] ?? ""),
  );
  expect(performance.now() - started).toBeLessThan(1500);
});
