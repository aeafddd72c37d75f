import { Console } from "node:console";
import { Writable } from "node:stream";
import { format, inspect } from "node:util";
import { serialize } from "node:v8";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Secret } from "#lib/secrets/secret.ts";
import { runs } from "#tests/support/soak.ts";

const value = "hunter2-hunter2";
const secret = Secret.of(value);

test("reveal gives back exactly what went in", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (any) => Secret.of(any).reveal() === any),
    { numRuns: runs(100, 10_000) },
  );
});

test("a secret prints as [secret] in text, however it becomes text", () => {
  expect(`${secret}`).toBe("[secret]");
  expect("" + secret).toBe("[secret]");
  expect(String(secret)).toBe("[secret]");
  expect(secret.toString()).toBe("[secret]");
  expect([secret].join()).toBe("[secret]");
  expect(format("%s %o %O %j", secret, secret, secret, "")).not.toContain(value);
});

test("a secret prints as [secret] in console.log, alone and deep inside", () => {
  expect(logged(secret)).toBe("[secret]\n");
  expect(logged({ login: { password: secret } })).toBe("{ login: { password: [secret] } }\n");
});

test("no option of inspect shows the value", () => {
  const holder = { a: [new Map([["b", { c: secret }]])] };
  for (const depth of [0, 2, Infinity]) {
    for (const customInspect of [true, false]) {
      expect(inspect(holder, { depth, customInspect, showHidden: true, getters: true })).not.toContain(value);
    }
  }
});

test("a secret refuses to be written as JSON, alone and deep inside", () => {
  expect(() => JSON.stringify(secret)).toThrow(TypeError);
  expect(() => JSON.stringify({ login: [secret] })).toThrow("was about to be written as JSON");
});

test("a clone of a secret, for another thread or process, holds nothing", () => {
  expect(inspect(structuredClone(secret), { showHidden: true })).toBe("{}");
  expect(serialize({ secret }).includes(value)).toBe(false);
  expect({ ...secret }).toEqual({});
  expect(Reflect.ownKeys(secret)).toEqual([]);
});

test("an error that carries a secret, as its cause or its property, does not show it", () => {
  const error = Object.assign(new Error(`refused ${secret}`, { cause: { password: secret } }), { secret });
  expect(inspect(error, { depth: Infinity })).not.toContain(value);
  expect(logged(new Error("outer", { cause: error }))).not.toContain(value);
  expect(error.message).toBe("refused [secret]");
});

function logged(what: unknown): string {
  let text = "";
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  new Console(stdout).log(what);
  return text;
}
