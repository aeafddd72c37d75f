import { execFileSync } from "node:child_process";
import { inspect } from "node:util";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { redactor } from "#lib/secrets/redact.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { pem } from "#tests/secrets/redact-support.ts";
import { runs } from "#tests/support/soak.ts";

vi.setConfig({ testTimeout: runs(30_000, 600_000) });

const commands = [
  'printf %q "$VALUE"',
  "declare -p VALUE",
  "export -p | grep -A 30 VALUE",
  "env | grep -A 30 VALUE",
  'set -x; : "$VALUE"',
  "set -x; copy=$VALUE",
  'echo "${VALUE@Q}"',
  'printf %s "$VALUE" | base64',
  'echo "$VALUE" | base64',
  'echo "user:$VALUE" | base64 -w 0',
  'printf %s "$VALUE" | od -An -v -tx1 | tr -d " \\n"',
];

const characters = fc.constantFrom(..."abcXYZ019 .*+?^${}()|[]\\/'\"`&<>%=~#!;:,@-_\n\té");
const values = fc
  .string({ unit: characters, minLength: 12, maxLength: 120 })
  .filter((value) => value === value.trim() && value.length >= 12);

test.each(commands)("nothing of a secret is left in what bash prints by: %s", (command) => {
  fc.assert(
    fc.property(values, fc.constantFrom("C", "C.UTF-8"), (value, locale) => {
      const shown = redactor([Secret.of(value)]).text(printed(command, value, locale));
      expect(shown).toContain("•••");
      for (const part of partsOf(value))
        expect(shown.replace(/VALUE|copy|user|declare|export/g, "")).not.toContain(part);
    }),
    {
      numRuns: runs(10, 200),
      examples: [
        [pem().trim(), "C"],
        ["~a'b\"c$d`e\\f#g", "C"],
        ["a=~b:~c d!e,f{g}", "C.UTF-8"],
      ],
    },
  );
});

test("nothing of a secret is left in what Node prints of it", () => {
  fc.assert(
    fc.property(values, (value) => {
      const shown = redactor([Secret.of(value)]).text(inspect({ value }, { breakLength: Infinity }));
      expect(shown).toMatch(/^\{ value: ['"`]•••['"`] \}$/);
    }),
    { numRuns: runs(100, 10_000) },
  );
});

function printed(command: string, value: string, locale: string): string {
  const env = { NODE_ENV: "test", PATH: process.env.PATH, LC_ALL: locale, VALUE: value } as const;
  const script = `exec 2>&1; ${command}`;
  return execFileSync("bash", ["--norc", "-c", script], {
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Letters and digits in a row stay together in every way of quoting. */
function partsOf(value: string): string[] {
  return value.split(/[^A-Za-z0-9]+/).filter((part) => part.length >= 4);
}
