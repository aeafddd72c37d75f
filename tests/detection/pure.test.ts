import { expect, test } from "vitest";
import { readSources } from "#tests/support/sources.ts";

const sources = readSources().filter(({ path }) => path.startsWith("lib/detection/"));
const known = /^(lib\/(detection|platforms)\/.*|lib\/failure\.ts|@vercel\/frameworks|semver|smol-toml|yaml|zod)$/;

test("detection reads the tree that it is given, and nothing else: no file, no network, no database", () => {
  const loaded = sources.flatMap(({ path, imports }) =>
    imports.filter((one) => !one.isType && !known.test(one.target)).map(({ target }) => `${path} → ${target}`),
  );
  expect(sources.length).toBeGreaterThan(30);
  expect(loaded).toEqual([]);
  const reaching = /\b(fetch|require)\(|\bprocess\.\w|\bimport\(/;
  const code = (text: string) => text.replaceAll(/(["'`/])(?:\\.|(?!\1)[^\\\n])*\1/g, "");
  expect(sources.filter(({ text }) => reaching.test(code(text))).map(({ path }) => path)).toEqual([]);
});
