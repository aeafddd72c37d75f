import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import packageFile from "../package.json" with { type: "json" };

const readme = readFileSync("README.md", "utf8");
const settings = [...readFileSync("lib/env.ts", "utf8").matchAll(/"((?:DEVPILOT_|DATABASE_|PORT)[A-Z_]*)"/g)].map(
  ([, name = ""]) => name,
);

it.each([...new Set(settings)])("%s is in the README's table and in the example", (name) => {
  expect(readme).toContain(`| \`${name}\``);
  expect(readFileSync(".env.example", "utf8")).toMatch(new RegExp(`^(# )?${name}=`, "m"));
});

it("names only files and folders that are there", () => {
  const named = [...readme.matchAll(/`((?:app|db|docs|lib|tests)(?:\/[\w.[\]-]+)*)`|\]\((docs\/[^)]+)\)/g)];
  const missing = named.map(([, code, link]) => code ?? link ?? "").filter((path) => !existsSync(path));
  expect(named.length).toBeGreaterThan(60);
  expect(missing).toEqual([]);
});

it("names only commands that are there", () => {
  const named = [...readme.matchAll(/npm run (?:-s )?([a-z:]+)/g)].map(([, name = ""]) => name);
  expect(named.filter((name) => !Object.hasOwn(packageFile.scripts, name))).toEqual([]);
});
