import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Host, makeHost, newRun } from "./host.ts";

let host: Host;
beforeAll(async () => {
  host = await makeHost();
  mkdirSync(`${host.project}/deployments/1/public/deep`, { recursive: true });
  writeFileSync(`${host.project}/deployments/1/public/deep/a.txt`, "new");
});
afterAll(() => host.remove());

const sync = (kind: string, values: Record<string, string>, payload?: Uint8Array) =>
  host.start("sync", { RUN: newRun(), KIND: kind, TIMEOUT: "30", ...values }, { payload });

test("a file of any bytes is written whole, with its mode", async () => {
  const payload = Buffer.from(Array.from({ length: 300_000 }, (_, n) => n % 256));
  const target = `${host.home}/srv/conf d/it's.conf`;
  const said = await sync("sync_file", { TARGET: target, MODE: "0640", PAYLOAD: String(payload.length) }, payload);
  expect([said.step?.exit, said.text]).toEqual([0, `Wrote ${target}\n`]);
  expect(readFileSync(target).equals(payload)).toBe(true);
  expect(statSync(target).mode & 0o777).toBe(0o640);
});

test("a short content travels in the request, and lands in the release or the project", async () => {
  await sync("sync_file", { TARGET: "config/a.ini", CONTENT: "x=1\n", RELEASE: "1" });
  await sync("sync_file", { TARGET: "config/a.ini", CONTENT: "x=2\n", RELEASE: "1", IN: "project" });
  expect(readFileSync(`${host.project}/deployments/1/config/a.ini`, "utf8")).toBe("x=1\n");
  expect(readFileSync(`${host.project}/config/a.ini`, "utf8")).toBe("x=2\n");
});

test("a payload that was cut off writes nothing", async () => {
  const said = await sync("sync_file", { TARGET: "cut.txt", PAYLOAD: "100" }, Buffer.from("short"));
  expect([said.code, said.answer.reason]).toEqual([74, expect.stringContaining("did not arrive whole")]);
  expect(existsSync(`${host.project}/cut.txt`)).toBe(false);
});

test("targets outside, and directories, are refused", async () => {
  for (const target of ["../x", "a/../../x", "/etc", "/", "", "a\nb", "/proc/x"])
    expect([target, (await sync("sync_file", { TARGET: target, CONTENT: "x" })).step?.exit]).toEqual([target, 64]);
  expect((await sync("sync_file", { TARGET: "deployments", CONTENT: "x", IN: "project" })).step?.exit).toBe(73);
  expect((await sync("sync_file", { TARGET: "x", CONTENT: "x", MODE: "4755" })).step?.exit).toBe(64);
});

test("a directory is copied over its target, and what only the target has stays", async () => {
  const target = `${host.home}/srv/www`;
  mkdirSync(`${target}/deep`, { recursive: true });
  writeFileSync(`${target}/deep/a.txt`, "old");
  writeFileSync(`${target}/theirs.txt`, "theirs");
  expect((await sync("sync_directory", { SOURCE: "public", TARGET: target, RELEASE: "1" })).step?.exit).toBe(0);
  expect(readFileSync(`${target}/deep/a.txt`, "utf8")).toBe("new");
  expect(readFileSync(`${target}/theirs.txt`, "utf8")).toBe("theirs");
});

test("a source that a link leads out of the release is refused, and a link in the target is not written through", async () => {
  const outside = host.file("outside");
  mkdirSync(outside);
  writeFileSync(`${outside}/a.txt`, "precious");
  symlinkSync(outside, `${host.project}/deployments/1/escape`);
  for (const source of ["escape", "../..", "none"])
    expect((await sync("sync_directory", { SOURCE: source, TARGET: "copied", RELEASE: "1" })).step?.exit).not.toBe(0);
  const target = `${host.home}/srv/linked`;
  mkdirSync(`${target}/deep`, { recursive: true });
  symlinkSync(`${outside}/a.txt`, `${target}/deep/a.txt`);
  await sync("sync_directory", { SOURCE: "public", TARGET: target, RELEASE: "1" });
  expect(readFileSync(`${outside}/a.txt`, "utf8")).toBe("precious");
});

test("a file or directory comes from the release or from anywhere on the server, as the user may read it", async () => {
  const elsewhere = host.file("kept");
  mkdirSync(`${elsewhere}/inner`, { recursive: true });
  writeFileSync(`${elsewhere}/inner/site.conf`, "kept here");
  const target = `${host.home}/srv/from.conf`;
  const file = (SOURCE: string) => sync("sync_file", { SOURCE, TARGET: target, MODE: "0600", RELEASE: "1" });
  expect((await file("public/deep/a.txt")).step?.exit).toBe(0);
  expect([readFileSync(target, "utf8"), statSync(target).mode & 0o777]).toEqual(["new", 0o600]);
  expect((await file(`${elsewhere}/inner/site.conf`)).step?.exit).toBe(0);
  expect(readFileSync(target, "utf8")).toBe("kept here");
  for (const [source, exit] of [
    ["escape/a.txt", 65],
    ["../x", 64],
    ["public", 66],
    ["/nowhere/at-all", 66],
  ] as const)
    expect([source, (await file(source)).step?.exit]).toEqual([source, exit]);
  expect(readFileSync(target, "utf8")).toBe("kept here");
  await sync("sync_directory", { SOURCE: elsewhere, TARGET: "copied", RELEASE: "1" });
  expect(readFileSync(`${host.project}/deployments/1/copied/inner/site.conf`, "utf8")).toBe("kept here");
});

test("nothing is written through a link of the repository that leads out of the project, and into storage it is", async () => {
  const outside = host.file("elsewhere");
  mkdirSync(outside);
  const release = `${host.project}/deployments/1`;
  symlinkSync(outside, `${release}/leaves`);
  mkdirSync(`${host.project}/storage/inner`, { recursive: true });
  symlinkSync(`${host.project}/storage`, `${release}/stays`);
  for (const kind of ["sync_file", "sync_directory"]) {
    for (const target of ["leaves/x", "leaves/deep/x", `${release}/leaves/x`]) {
      const said = await sync(kind, { SOURCE: "public", CONTENT: "x", TARGET: target, RELEASE: "1" });
      expect([kind, target, said.step?.exit]).toEqual([kind, target, 65]);
    }
  }
  expect((await sync("sync_directory", { SOURCE: "public", TARGET: "leaves", RELEASE: "1" })).step?.exit).toBe(65);
  expect(readdirSync(outside)).toEqual([]);
  expect((await sync("sync_file", { CONTENT: "x", TARGET: "stays/inner/x", RELEASE: "1" })).step?.exit).toBe(0);
  expect(readFileSync(`${host.project}/storage/inner/x`, "utf8")).toBe("x");
});
