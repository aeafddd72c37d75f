import { expect, test } from "vitest";
import { cleaned } from "#lib/runs/clean.ts";
import { redactor } from "#lib/secrets/redact.ts";
import { Secret } from "#lib/secrets/secret.ts";

const secret = "s3cr3t-and-long-enough";
const redact = redactor([Secret.of(secret)]);
const encoded = Buffer.from(secret).toString("base64");

test("nothing that a host says of a step's end keeps a secret, whatever kind of end it is", () => {
  const said = `it said ${secret}, or ${encoded}`;
  const ends = [
    cleaned({ kind: "exit", code: 1, reason: said, facts: { subject: said }, lastLine: said }, redact),
    cleaned({ kind: "refused", reason: said }, redact),
    cleaned({ kind: "unreached", reason: said }, redact),
    cleaned({ kind: "silent", reason: said }, redact),
  ];
  expect(JSON.stringify(ends)).not.toMatch(new RegExp(`${secret}|${encoded}`));
  expect(ends[0]).toEqual({
    kind: "exit",
    code: 1,
    reason: "it said •••, or •••",
    facts: { subject: "it said •••, or •••" },
    lastLine: "it said •••, or •••",
  });
});

test("what is kept is bounded, and a NUL does not stop it from being kept", () => {
  const end = cleaned({ kind: "refused", reason: `a\0${"b".repeat(100_000)}` }, redact);
  expect(end.reason).toHaveLength(1000);
  expect(end.reason.startsWith("a␀b")).toBe(true);
});

test("what a host does not say stays unsaid", () => {
  expect(cleaned({ kind: "gone", how: "rebooted" }, redact)).toEqual({ kind: "gone", how: "rebooted" });
  expect(cleaned({ kind: "exit", code: 0, reason: null, facts: {} }, redact)).toEqual({
    kind: "exit",
    code: 0,
    reason: null,
    facts: {},
  });
});

test("a fact is known by a name such as the agent gives; what is called otherwise is not kept", () => {
  const facts = { commit: "abc", gap_ms: "5", "a\0b": "x", ["long".repeat(1000)]: "x", "": "x", "my secret word": "x" };
  const { facts: kept } = cleaned({ kind: "exit", code: 0, reason: null, facts }, redact);
  expect(kept).toEqual({ commit: "abc", gap_ms: "5" });
});

test("a cut that falls into a character leaves nothing that a column refuses", () => {
  const subject = `${"a".repeat(16_383)}🎉 and more`;
  const { facts } = cleaned({ kind: "exit", code: 0, reason: null, facts: { subject } }, redact);
  expect(facts.subject).toHaveLength(16_384);
  expect(facts.subject?.isWellFormed()).toBe(true);
});
