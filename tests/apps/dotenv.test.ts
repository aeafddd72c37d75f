import { parseEnv } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDotenv } from "#lib/apps/dotenv.ts";
import { runs } from "#tests/support/soak.ts";

const asObject = (text: string) => Object.fromEntries(parseDotenv(text).entries.map(({ key, value }) => [key, value]));

const file = `
# a comment
APP_NAME=Shop
export APP_ENV = production
EMPTY=
SPACED =  around it   # and a comment
HASH="a # b"
SINGLE='a \\n b # c'
DOUBLE="line 1\\nline 2"
MANY="-----BEGIN KEY-----
abc
-----END KEY-----"
TICKS=\`it's "both"\`
URL=postgres://u:p@host/db?x=1&y=2
APP_NAME=Shop again
`;

test("every usual form is read as Node reads it, and a name that comes twice keeps its last value", () => {
  expect(asObject(file)).toEqual({ ...parseEnv(file) });
  expect(asObject(file)).toMatchObject({ APP_NAME: "Shop again", MANY: expect.stringContaining("\nabc\n") as string });
  expect(parseDotenv(file).wrongLine).toBeNull();
});

test("Windows line ends and a byte order mark change nothing", () => {
  expect(asObject(`\uFEFF${file.replaceAll("\n", "\r\n")}`)).toEqual(asObject(file));
});

test.each([
  ["A=1\nnonsense\nB=2", 2],
  ["A=1\n=2", 2],
  ["1A=1", 1],
  ["A B=1", 1],
  ['A=1\nB=2\nC="never ends\nD=4', 3],
  ["A-B=1", 1],
  ["A='x' y\nB='z'", 1],
])("%j is refused at its line", (text, line) => expect(parseDotenv(text).wrongLine).toBe(line));

test("what is read is what Node reads, for any file of usual lines", () => {
  const value = fc.oneof(
    fc.constant(""),
    fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9:/?&=@._ -]{0,20}$/),
    fc.stringMatching(/^[A-Za-z0-9 #'$\n]{0,20}$/).map((text) => `"${text}"`),
    fc.stringMatching(/^[A-Za-z0-9 #"$\n]{0,20}$/).map((text) => `'${text}'`),
  );
  const line = fc.tuple(fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,8}$/), value).map(([key, text]) => `${key}=${text}`);
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      const text = `${lines.join("\n")}\n`;
      expect(asObject(text)).toEqual({ ...parseEnv(text) });
    }),
    { numRuns: runs(300, 20_000) },
  );
});

test("an empty value with spaces after it does not swallow the next line", () => {
  expect(asObject("A= \nB='x'\n")).toEqual({ A: "", B: "x" });
});

test("any text at all is read or refused, soon", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 2000 }), (text) => void parseDotenv(text)),
    { numRuns: runs(200, 20_000) },
  );
  expect(parseDotenv("A=1\n".repeat(200_000)).entries).toHaveLength(1);
});
