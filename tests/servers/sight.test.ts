import { expect, test } from "vitest";
import { Failure } from "#lib/failure.ts";
import { readSight } from "#lib/servers/sight.ts";

const commit = "a".repeat(40);
const facts = [commit, "First commit", "Shop developers", "shop@example.com", "1700000000"];
const answer = (...records: string[]) => Buffer.from(records.map((record) => `${record}\0`).join(""));

test("a whole answer tells of the commit, of every path, and of what was asked for", () => {
  const said = Buffer.concat([answer(...facts, "a.txt", "b.txt", "", "a.txt", "3"), Buffer.from("a\0b")]);
  expect(readSight(said)).toEqual({
    ...{ commit, subject: "First commit", author: "Shop developers", committedAt: new Date(1_700_000_000_000) },
    ...{ files: ["a.txt", "b.txt"], isTruncated: false, contents: new Map([["a.txt", Buffer.from("a\0b")]]) },
  });
});

test.each(["99999999999999999999", "-99999999999999999999", "yesterday"])(
  "a commit that claims a time that no calendar has is looked at all the same: %s",
  (time) => {
    expect(readSight(answer(...facts.slice(0, 4), time, "")).committedAt).toEqual(new Date(0));
  },
);

test.each(["-8", "-1", "1e9", "0x10", "NaN", " ", "", "99999999999999999999"])(
  "a length that is none is refused, and never read again and again: %j",
  (length) => {
    expect(() => readSight(answer(...facts, "a.txt", "", "a.txt", length, "rest"))).toThrow(Failure);
  },
);

test.each([
  ["nothing at all", Buffer.alloc(0)],
  ["no end of the paths", answer(...facts, "a.txt")],
  ["less of a file than it says", answer(...facts, "a.txt", "", "a.txt", "100", "b")],
  ["no commit", answer("--output=x", ...facts.slice(1), "")],
  ["more paths than anybody asked for", answer(...facts, ...Array.from({ length: 100_001 }, (_, at) => `${at}`), "")],
])("an answer with %s is refused in words", (_, said) => {
  expect(() => readSight(said)).toThrow(Failure);
});
