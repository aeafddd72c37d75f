import { execFileSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Host, makeHost, newRun } from "./host.ts";

let host: Host;
let release: string;
let number = 0;
beforeAll(async () => void (host = await makeHost()));
afterAll(() => host.remove());
beforeEach(() => {
  release = `${host.project}/deployments/${++number}`;
  mkdirSync(release, { recursive: true });
});

const setUp = (values: Record<string, string | string[]>) =>
  host.start("setup", { RUN: newRun(), KIND: "setup", RELEASE: String(number), ...values });

/** What bash makes of the file: the judge of our quoting. */
function sourced(...keys: string[]): string[] {
  const script = `set -e; . ./.env; for key in ${keys.join(" ")}; do printf '%s\\0' "\${!key}"; done`;
  return execFileSync("bash", ["-c", script], { cwd: release }).toString().split("\0").slice(0, -1);
}

test(".env is linked into the release, complete, and only its owner can read it", async () => {
  const said = await setUp({ ENV: ["A=1", "B=two words"] });
  expect([said.step?.exit, said.text]).toEqual([0, ""]);
  expect(readlinkSync(`${release}/.env`)).toBe(`${host.project}/.env`);
  expect((statSync(`${release}/.env`).mode & 0o777).toString(8)).toBe("600");
  expect(readFileSync(`${release}/.env`, "utf8")).toBe("A='1'\nB='two words'\n");
});

test("bash reads every value back byte by byte", async () => {
  const values = [
    "",
    "plain",
    "it's",
    'say "hi"',
    "a $b ${c} $(d) # e",
    "`id`",
    "\\ \\n \\\\",
    "one\ntwo\n",
    "-----BEGIN KEY-----\nabc+/=\n-----END KEY-----\n",
    'it\'s "$5" \\ \n',
    'x="y" z=" ',
    "日本 🚀",
    "\r",
    "x'",
    "'",
  ];
  const keys = values.map((_, n) => `KEY_${n}`);
  const said = await setUp({ ENV: values.map((value, n) => `KEY_${n}=${value}`) });
  expect(said.step?.exit).toBe(0);
  expect(sourced(...keys)).toEqual(values);
});

test("a value that no quoting says alike to PHP and the shell is refused, and the old .env stays", async () => {
  await setUp({ ENV: ["OLD=1"] });
  const said = await setUp({ ENV: ["NEW=it's `this`"] });
  expect([said.step?.exit, said.text]).toEqual([73, expect.stringContaining("NEW has a backtick")]);
  expect(readFileSync(`${host.project}/.env`, "utf8")).toBe("OLD='1'\n");
});

test("without variables the user's own .env is linked and not touched", async () => {
  writeFileSync(`${host.project}/.env`, "MINE=1\n");
  await setUp({ DOTENV: "keep" });
  expect(readFileSync(`${release}/.env`, "utf8")).toBe("MINE=1\n");
  await setUp({ DOTENV: "write" });
  expect(readFileSync(`${release}/.env`, "utf8")).toBe("");
});

test("shared paths begin with what the repository brings, and are never overwritten afterwards", async () => {
  const bring = (text: string) => {
    mkdirSync(`${release}/storage/logs`, { recursive: true });
    writeFileSync(`${release}/storage/logs/.keep`, text);
  };
  bring("first");
  await setUp({ STORAGE: ["storage", "public/uploads"] });
  writeFileSync(`${host.project}/storage/mine`, "mine");
  release = `${host.project}/deployments/${++number}`;
  bring("second");
  expect((await setUp({ STORAGE: ["storage", "public/uploads"] })).step?.exit).toBe(0);
  expect(readFileSync(`${release}/storage/logs/.keep`, "utf8")).toBe("first");
  expect(readFileSync(`${release}/storage/mine`, "utf8")).toBe("mine");
  expect(readlinkSync(`${release}/public/uploads`)).toBe(`${host.project}/storage/public/uploads`);
});

test("links of a hostile repository lead to nothing outside", async () => {
  const outside = host.file("outside");
  mkdirSync(`${outside}/inner`, { recursive: true });
  writeFileSync(`${outside}/inner/precious`, "precious");
  symlinkSync(outside, `${release}/storage`);
  symlinkSync(`${outside}/inner`, `${release}/.env`);
  expect((await setUp({ STORAGE: ["storage/inner"] })).step?.exit).toBe(65);
  expect((await setUp({ STORAGE: ["storage"], ENV: ["A=1"] })).step?.exit).toBe(0);
  expect(readFileSync(`${outside}/inner/precious`, "utf8")).toBe("precious");
  expect(lstatSync(`${host.project}/storage`).isDirectory()).toBe(true);
});

test("paths that lead outside are refused", async () => {
  for (const path of ["../x", "/etc", "a/../../b", "a\nb", "", "./a"])
    expect([path, (await setUp({ STORAGE: [path] })).step?.exit]).toEqual([path, 64]);
  expect((await setUp({ RELEASE: "404" })).step?.exit).toBe(66);
  expect(existsSync(`${host.project}/deployments/404`)).toBe(false);
});

test("an app in a directory of its repository has its .env and shared paths there", async () => {
  mkdirSync(`${release}/apps/web/storage`, { recursive: true });
  const said = await setUp({ DIRECTORY: "apps/web", ENV: ["A=1"], STORAGE: ["storage"] });
  expect(said.step?.exit).toBe(0);
  expect(readFileSync(`${release}/apps/web/.env`, "utf8")).toBe("A='1'\n");
  expect(readlinkSync(`${release}/apps/web/storage`)).toBe(`${host.project}/storage`);
  expect([existsSync(`${release}/.env`), existsSync(`${release}/storage`)]).toEqual([false, false]);
});

test("a directory that is not in the release, or leads out of it, gets nothing", async () => {
  const outside = host.file("elsewhere");
  mkdirSync(outside, { recursive: true });
  symlinkSync(outside, `${release}/linked`);
  const exits = ["missing", "linked", "../x", "/etc"].map(async (path) => {
    const { step } = await setUp({ RUN: newRun(), DIRECTORY: path, ENV: ["A=1"] });
    return step?.exit;
  });
  expect(await Promise.all(exits)).toEqual([66, 65, 64, 64]);
  expect(existsSync(`${outside}/.env`)).toBe(false);
});
