import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { branchName, branchNameProblem } from "#lib/integrations/git/branch-name.ts";
import { runs } from "#tests/support/soak.ts";

const accepted = [
  "main",
  "feature/login",
  "x;touch${IFS}/p",
  "$(reboot)",
  "`id`",
  "a@b",
  "@",
  "v1.2",
  "ünï/çødé",
  "refs/heads/x",
  "'quoted'",
  "a-",
  "{a",
  "head",
  "a|b>c&d",
];

const refused = [
  "",
  "-x",
  "--upload-pack=x",
  "a..b",
  ".a",
  "a/.b",
  "a.",
  "a.lock",
  "a.lock/b",
  "/a",
  "a/",
  "a//b",
  "a b",
  "a~b",
  "a^b",
  "a:b",
  "a?b",
  "a*b",
  "a[b",
  "a\\b",
  "a@{b",
  "@{-1}",
  "HEAD",
  "a\nb",
  "a\0b",
  "a\x7fb",
];

describe("a branch's name", () => {
  it.each(accepted)("may be %j, as git allows it", (name) => {
    expect(branchNameProblem(name)).toBeNull();
    expect(gitAccepts(name)).toBe(true);
    expect(branchName.parse(name)).toBe(name);
  });

  it.each(refused)("can't be %j, and the reason is given in words", (name) => {
    expect(branchNameProblem(name)).toMatch(/\.$/);
    expect(branchName.safeParse(name).success).toBe(false);
    if (!name.includes("\0")) expect(gitAccepts(name)).toBe(false);
  });

  it("can't be longer than git can keep, nor hold half a character", () => {
    expect(branchNameProblem("a".repeat(251))).toContain("250");
    expect(branchNameProblem("é".repeat(126))).toContain("250");
    expect(branchNameProblem("a\ud800")).toContain("Unicode");
  });

  it(
    "is accepted exactly when git itself accepts it",
    () => {
      const piece = fc.oneof(
        fc.constantFrom(
          "/",
          ".",
          "..",
          "@",
          "{",
          "@{",
          "-",
          ".lock",
          "HEAD",
          "~",
          "^",
          ":",
          "?",
          "*",
          "[",
          "\\",
          " ",
          "a",
          "é",
        ),
        fc.string({ maxLength: 3, unit: "binary" }),
      );
      const names = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(""));
      const property = fc.property(names, (name) => {
        fc.pre(name.isWellFormed() && !name.includes("\0"));
        expect([name, branchNameProblem(name) === null]).toEqual([name, gitAccepts(name)]);
      });
      fc.assert(property, { numRuns: runs(150, 5_000) });
    },
    runs(30_000, 300_000),
  );
});

/** Away from any repository, where `@{-1}` could stand for a branch. */
function gitAccepts(name: string): boolean {
  try {
    execFileSync("git", ["check-ref-format", "--branch", name], { cwd: "/", stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
