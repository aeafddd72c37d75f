import fc from "fast-check";
import { expect, test } from "vitest";
import { Controls } from "#lib/agent/answer.ts";
import { header } from "#lib/agent/header.ts";
import { MarkedOutput } from "#lib/agent/marks.ts";
import { Failure } from "#lib/failure.ts";
import { Secret } from "#lib/secrets/secret.ts";

test("records are framed by NUL, lists repeat their key, sections come last, and an empty record ends them", () => {
  const bytes = header({ APP: "a", ENV: ["X=1", Secret.of("Y=two\nlines")] }, [
    { step: "s", values: { KIND: "hook" } },
  ]);
  expect(bytes.toString()).toBe("APP=a\0ENV=X=1\0ENV=Y=two\nlines\0STEP=s\0KIND=hook\0\0");
});

test("a NUL in a value is refused beside its field, and a key that is no key is ours to fix", () => {
  expect(() => header({ SCRIPT: "a\0b" })).toThrow(Failure);
  expect(() => header({ ENV: [Secret.of("A=\0")] })).toThrow(Failure);
  for (const key of ["a", "A B", "A=B", "", "1A"]) expect(() => header({ [key]: "x" })).toThrow(TypeError);
});

test("however the output is split, each step gets its own bytes and nothing that came before the first mark", async () => {
  const part = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes));
  const mark = "0badc0de";
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 4 }), fc.array(fc.nat(60)), async (parts, cuts) => {
      const stream = Buffer.concat(
        parts.flatMap((bytes, n) => (n === 0 ? [bytes] : [Buffer.from(`\x1e${mark}\x1e`), bytes])),
      );
      const seen: Buffer[] = parts.slice(1).map(() => Buffer.alloc(0));
      const output = new MarkedOutput(mark, (chunk, step) => void (seen[step] = Buffer.concat([seen[step]!, chunk])));
      let at = 0;
      for (const cut of cuts) await output.write(stream.subarray(at, (at += cut)));
      await output.write(stream.subarray(at));
      await output.end();
      expect(seen.map((bytes) => bytes.toString("hex"))).toEqual(parts.slice(1).map((bytes) => bytes.toString("hex")));
    }),
  );
});

test("control records are found among what other programs say, byte by byte", () => {
  const controls = new Controls();
  const hosts = Buffer.from("hosts=two\nlines").toString("base64");
  const text = `warning: x=1\nclaimed=yes\nconstructor=1\nstep=one\nexit=0\nsize=12\nfact=subject=naïve = yes\nfact64=${hosts}\nstep=two\nlost=killed\nreason=é\nskipped=three\n`;
  for (const byte of Buffer.from(text)) controls.write(Buffer.from([byte]));
  const blank = { exit: null, lost: null, size: 0, reason: null, facts: {} };
  expect(controls.answer(0)).toEqual({
    ...{ code: 0, reason: null, fence: null, isClaimed: true, isGone: null, skipped: ["three"] },
    steps: [
      { ...blank, step: "one", exit: 0, size: 12, facts: { subject: "naïve = yes", hosts: "two\nlines" } },
      { ...blank, step: "two", lost: "killed", reason: "é" },
    ],
  });
});
