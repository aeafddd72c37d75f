import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { startGitHttp } from "#tests/peers/git-http.ts";
import { makeLargeRepository } from "#tests/support/repository.ts";
import { isRoot } from "#tests/support/users.ts";
import { type Host, makeHost, newRun } from "./host.ts";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function hostWithDisk(place: ".devpilot" | "srv", size: string): Promise<Host> {
  const host = await makeHost();
  ends.push(() => host.remove());
  mkdirSync(host.file(place), { recursive: true });
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", host.file(place)]);
  ends.push(() => execFileSync("umount", ["-l", host.file(place)]));
  return host;
}

const hook = (script: string) => ({ RUN: newRun(), KIND: "hook", TIMEOUT: "30", SCRIPT: script });
const fill = (directory: string) =>
  execFileSync("bash", ["-c", 'head -c 1G /dev/zero >"$1/full" 2>/dev/null || true', "_", directory]);

describe.runIf(isRoot)("with a full disk (needs root, for a small one)", () => {
  test("a source that does not fit is a failure that says so, and leaves no half release", async () => {
    const host = await hostWithDisk("srv", "600k");
    const repository = await makeLargeRepository();
    const git = await startGitHttp({ root: repository.root });
    ends.push(
      () => repository.remove(),
      () => git.stop(),
    );
    const said = await host.start("fetch", {
      RUN: newRun(),
      KIND: "fetch",
      TIMEOUT: "60",
      RELEASE: "1",
      BRANCH: "main",
      URL: `${git.url}/large.git`,
      ALLOW_HTTP: "1",
    });
    expect(said.step).toMatchObject({ exit: 74, reason: "disk full" });
    expect(said.text).toContain("The disk of this server is full");
    expect(existsSync(`${host.project}/deployments/1`)).toBe(false);
  });

  test("a hook that runs into it fails with its own code, and the reason is told", async () => {
    const host = await hostWithDisk("srv", "600k");
    const said = await host.start("hook", hook("head -c 10M /dev/zero >file || exit 9"));
    expect(said.step).toMatchObject({ exit: 9, reason: "disk full" });
    expect(said.text).toContain("No space left on device");
  });

  test("a hook whose log can't be kept runs to its end, and is not called a success", async () => {
    const host = await hostWithDisk(".devpilot", "1m");
    const said = await host.start("hook", hook("head -c 4M /dev/zero; touch reached; exit 0"));
    expect(said.step).toMatchObject({ exit: 74, reason: "disk full" });
    expect(existsSync(`${host.project}/reached`)).toBe(true);
  });

  test("what can't be written down is not started", async () => {
    const host = await hostWithDisk(".devpilot", "1m");
    await host.start("first", hook(":"));
    fill(host.file(".devpilot"));
    const said = await host.start("second", hook("touch reached"));
    expect(said.answer.reason ?? said.step?.reason).toContain("disk full");
    expect([said.code === 74 || said.step?.exit === 74, existsSync(`${host.project}/reached`)]).toEqual([true, false]);
  });

  test("variables that do not fit leave the .env that is there", async () => {
    const host = await hostWithDisk("srv", "200k");
    mkdirSync(`${host.project}/deployments/1`, { recursive: true });
    writeFileSync(`${host.project}/.env`, "OLD=1\n");
    fill(host.project);
    const ENV = [`BIG=${"x".repeat(60_000)}`];
    const said = await host.start("setup", { RUN: newRun(), KIND: "setup", RELEASE: "1", ENV });
    expect(said.step).toMatchObject({ exit: 73, reason: "disk full" });
    expect(execFileSync("cat", [`${host.project}/.env`]).toString()).toBe("OLD=1\n");
  });
});
