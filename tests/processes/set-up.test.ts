import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openHome } from "#tests/support/open-home.ts";
import { runProgram } from "#tests/support/program.ts";

// A checkout of nothing but the set-up, and an npm that only notes how it was called.
let checkout: string;
beforeEach(() => {
  checkout = openHome();
  mkdirSync(join(checkout, "lib/processes"), { recursive: true });
  cpSync("lib/processes/set-up.mjs", join(checkout, "lib/processes/set-up.mjs"));
  writeFileSync(join(checkout, "package-lock.json"), "{}");
  writeFileSync(join(checkout, "program.ts"), "console.log(`ran ${process.argv.slice(2)}`); process.exitCode = 7;");
  useNpm(`
    fs.mkdirSync("node_modules/.bin", { recursive: true });
    if (!fs.existsSync("node_modules/.bin/node")) fs.symlinkSync(${JSON.stringify(process.execPath)}, "node_modules/.bin/node");`);
});
afterEach(() => rmSync(checkout, { recursive: true }));

function useNpm(body: string): void {
  const call = `const fs = require("fs"); fs.appendFileSync("calls", process.argv.slice(2, 4).join(" ") + "\\n");`;
  writeFileSync(join(checkout, "npm-cli.cjs"), `${call}\n${body}`);
}

function setUp(...args: string[]) {
  return runProgram(join(checkout, "lib/processes/set-up.mjs"), [...args, "program.ts", "a", "b"], {
    environment: { npm_execpath: join(checkout, "npm-cli.cjs") },
  });
}

const calls = () =>
  existsSync(join(checkout, "calls")) ? readFileSync(join(checkout, "calls"), "utf8").split("\n") : [];

describe("set-up", () => {
  it("installs once, says how long it took, and passes arguments and exit code through", async () => {
    const first = setUp();
    expect(await first.ends(), first.said()).toBe(7);
    expect(first.said()).toMatch(/Installing dependencies … \d+\.\d s\n.*Installing Node 24 … \d+\.\d s\n.*\n?ran a,b/);
    const second = setUp();
    expect(await second.ends()).toBe(7);
    expect(second.said()).toBe("ran a,b\n");
    expect(calls().filter((call) => call.startsWith("ci "))).toHaveLength(1);
  });

  it("installs again when the lock file has changed", async () => {
    await setUp().ends();
    writeFileSync(join(checkout, "package-lock.json"), '{"changed":true}');
    await setUp().ends();
    expect(calls().filter((call) => call.startsWith("ci "))).toHaveLength(2);
  });

  it("installs once when two commands are typed at the same time", async () => {
    const both = [setUp(), setUp()];
    expect(await Promise.all(both.map((program) => program.ends()))).toEqual([7, 7]);
    expect(calls().filter((call) => call.startsWith("ci "))).toHaveLength(1);
  });

  it("goes on where an earlier one was killed", async () => {
    mkdirSync(join(checkout, ".devpilot/set-up.lock"), { recursive: true });
    writeFileSync(join(checkout, ".devpilot/set-up.lock/999999999"), "");
    expect(await setUp().ends()).toBe(7);
  });

  it("keeps standard output to the program when it is asked to be quiet", async () => {
    const args = [join(checkout, "lib/processes/set-up.mjs"), "--quiet", "program.ts", "a"];
    const environment = { ...process.env, npm_execpath: join(checkout, "npm-cli.cjs") };
    const done = spawnSync(process.execPath, args, { env: environment, encoding: "utf8" });
    expect(done.stdout).toBe("ran a\n");
    expect(done.stderr).toContain("Installing dependencies");
  });

  it.each([
    ["npm error code ENOTFOUND registry", "The npm registry can't be reached"],
    ["npm error ENOSPC: no space left on device", "The disk is full"],
    ["npm error EACCES: permission denied", "This user may not write to"],
    ["npm error something new", "Installing the dependencies failed: npm says why, above."],
  ])("shows npm's words and one sentence when they are: %s", async (words, sentence) => {
    useNpm(`console.error(${JSON.stringify(words)}); process.exitCode = 1;`);
    const failed = setUp();
    expect(await failed.ends()).toBe(1);
    expect(failed.said()).toContain(words);
    expect(failed.said().trim().split("\n").at(-1)).toContain(sentence);
    expect(failed.said()).not.toContain("ran");
  });

  it("does not touch the dependencies of a Devpilot that runs", async () => {
    mkdirSync(join(checkout, ".devpilot"));
    writeFileSync(join(checkout, ".devpilot/lock"), `${process.pid} 1 npm start\n`);
    const refused = setUp();
    expect(await refused.ends()).toBe(1);
    expect(refused.said()).toContain(`while Devpilot runs (process ${process.pid})`);
    expect(calls()).toEqual([]);
  });

  it("passes signals on and leaves nothing behind", async () => {
    writeFileSync(
      join(checkout, "program.ts"),
      `process.on("SIGTERM", () => process.exit(5)); console.log("up"); setInterval(() => {}, 999);`,
    );
    const program = setUp();
    await program.says("up");
    program.kill("SIGTERM");
    expect(await program.ends()).toBe(5);
  });

  it("refuses a Node that is too old in one sentence", async () => {
    const old = join(checkout, "old.mjs");
    writeFileSync(
      old,
      `Object.defineProperty(process.versions, "node", { value: "18.19.0" });\nawait import("./lib/processes/set-up.mjs");`,
    );
    const program = runProgram(old, ["program.ts"]);
    expect(await program.ends()).toBe(1);
    expect(program.said()).toMatch(/^Devpilot needs Node.js 20 or newer/);
    expect(program.said().trim().split("\n")).toHaveLength(1);
  });
});
