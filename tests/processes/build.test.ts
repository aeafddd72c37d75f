import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openHome } from "#tests/support/open-home.ts";
import { runProgram } from "#tests/support/program.ts";

// A project of one file, whose builder copies it: what is tested is when we build and what a failure leaves.
let project: string;
beforeEach(() => {
  project = openHome();
  mkdirSync(join(project, "app"));
  write("app/page.tsx", "first");
  useBuilder(`fs.mkdirSync(".next"); fs.copyFileSync("app/page.tsx", ".next/page");`);
});
afterEach(() => rmSync(project, { recursive: true }));

function write(file: string, text: string): void {
  writeFileSync(join(project, file), text);
}

function useBuilder(body: string): void {
  mkdirSync(join(project, "node_modules/next/dist/bin"), { recursive: true });
  write("node_modules/next/dist/bin/next", `const fs = require("fs"); fs.appendFileSync("builds", "x"); ${body}`);
}

async function build() {
  const program = runProgram(resolve("lib/processes/build-now.ts"), [], { cwd: project });
  return { code: await program.ends(), said: program.said() };
}

const built = () => readFileSync(join(project, ".next/page"), "utf8");
const builds = () => readFileSync(join(project, "builds"), "utf8").length;

describe("the build", () => {
  it("is made once, and again only when a source has changed", async () => {
    await build();
    await build();
    expect(builds()).toBe(1);
    write("app/page.tsx", "second");
    expect((await build()).code).toBe(0);
    expect([builds(), built()]).toEqual([2, "second"]);
  });

  it("that fails leaves the one before it in place and says so, with the builder's words", async () => {
    await build();
    write("app/page.tsx", "broken");
    useBuilder(
      `fs.mkdirSync(".next"); fs.writeFileSync(".next/half", ""); console.error("Unexpected token"); process.exit(1);`,
    );
    const failed = await build();
    expect(failed.code).toBe(1);
    expect(failed.said).toContain("Unexpected token");
    expect(failed.said).toContain("The previous build is kept");
    expect(built()).toBe("first");
    expect(existsSync(join(project, ".next/half"))).toBe(false);
  });

  it("that was cut short leaves the one before it, and the next one begins afresh", async () => {
    await build();
    write("app/page.tsx", "second");
    useBuilder(`fs.mkdirSync(".next"); process.kill(process.ppid, "SIGKILL");`);
    await build();
    useBuilder(`fs.mkdirSync(".next"); fs.copyFileSync("app/page.tsx", ".next/page");`);
    write("app/page.tsx", "first");
    expect((await build()).code).toBe(0);
    expect(built()).toBe("first");
    expect(existsSync(join(project, ".next.previous"))).toBe(false);
  });
});
