import fc from "fast-check";
import { expect, test } from "vitest";
import type { History, Past } from "#lib/webhooks/history.ts";
import { type Candidate, type HeadCommit, judge } from "#lib/webhooks/judge.ts";
import { runs } from "#tests/support/soak.ts";

const past = (number: number, commit: string): Past => ({ id: `d${number}`, number, commit, at: new Date() });
const history = (newest?: Past, push = newest, ...earlier: string[]): History => {
  const known = [newest, push].flatMap((one) => one?.commit ?? []);
  return { newest, push, known: new Set([...known, ...earlier]) };
};
const from = (before: string | null, commit: string): Candidate => ({
  id: `${before}→${commit}`,
  before,
  commit,
  isFresh: true,
});

const table: [string, Candidate[], HeadCommit, History, unknown][] = [
  ["the head", [from("a", "b")], "b", history(past(1, "a")), { kind: "deploy", commit: "b", why: "head" }],
  ["a host that lags", [from("a", "b")], "a", history(past(1, "a")), { kind: "deploy", commit: "b", why: "lagging" }],
  [
    "a host that lags by more",
    [from("b", "c")],
    "a",
    history(past(2, "b"), undefined, "a"),
    { commit: "c", why: "lagging" },
  ],
  ["nobody to ask", [from("a", "b")], undefined, history(past(1, "a")), { commit: "b", why: "unknown" }],
  ["the first of all", [from(null, "a")], undefined, history(), { commit: "a", why: "unknown" }],
  ["a head that nobody told of", [from("a", "b")], "c", history(past(1, "a")), { commit: "c", why: "moved" }],
  ["what is deployed already", [from("a", "b")], "b", history(past(2, "b")), { kind: "done", by: past(2, "b") }],
  ["an older push", [from("a", "b")], "c", history(past(3, "c")), { kind: "done", head: "c" }],
  [
    "an old push with nobody to ask",
    [from("a", "b")],
    undefined,
    history(past(3, "c"), undefined, "b"),
    { kind: "older" },
  ],
  [
    "back to an earlier commit",
    [from("c", "b")],
    "b",
    history(past(3, "c"), undefined, "b"),
    { commit: "b", why: "head" },
  ],
  ["back, with nobody to ask", [from("c", "b")], undefined, history(past(3, "c"), undefined, "b"), { commit: "b" }],
  [
    "back from what was deployed by hand",
    [from("c", "b")],
    "b",
    history(past(3, "c"), past(2, "b")),
    { kind: "deploy", commit: "b" },
  ],
  [
    "an old push after a deployment by hand",
    [from("a", "b")],
    "b",
    history(past(3, "a0"), past(2, "b")),
    { kind: "done", by: past(2, "b") },
  ],
  [
    "a host that shows one of several",
    [from("a", "b"), from("b", "c")],
    "b",
    history(past(1, "a")),
    { commit: "c", lead: { commit: "c" }, why: "lagging" },
  ],
  [
    "a host that shows none of several",
    [from("b", "c"), from("a", "b")],
    "a",
    history(),
    { commit: "c", why: "lagging" },
  ],
  [
    "what was told long ago, and not shown now",
    [{ ...from("b", "a"), isFresh: false }],
    "b",
    history(past(1, "b")),
    { kind: "done", by: past(1, "b") },
  ],
  ["several, in another order", [from("b", "c"), from("a", "b")], undefined, history(past(1, "a")), { commit: "c" }],
  ["a branch that is gone", [from("a", "b")], null, history(past(1, "a")), { kind: "gone" }],
];

test.each(table)("%s", (_, candidates, head, told, expected) => {
  const judged = judge(candidates, head, told);
  // What ran by now is asked without its time.
  expect(JSON.parse(JSON.stringify(judged))).toMatchObject(
    JSON.parse(JSON.stringify(expected, (key, value: unknown) => (key === "at" ? undefined : value))) as object,
  );
});

test("in any order of arrival, with or without the host, of a chain of pushes the newest is deployed", () => {
  const chain = fc.integer({ min: 1, max: 12 }).chain((length) => {
    const all = Array.from({ length }, (_, at) => from(`c${at}`, `c${at + 1}`));
    return fc.tuple(fc.shuffledSubarray(all, { minLength: length }), fc.constant(`c${length}`), fc.boolean());
  });
  fc.assert(
    fc.property(chain, ([candidates, newest, isAsked]) => {
      const judged = judge(candidates, isAsked ? newest : undefined, history(past(1, "c0")));
      expect(judged).toMatchObject({ kind: "deploy", commit: newest, lead: { commit: newest } });
    }),
    { numRuns: runs(200, 20_000) },
  );
});
