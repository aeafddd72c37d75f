import { describe, expect, test } from "vitest";
import type { ServerFacts } from "#db/schema/servers.ts";
import { describeFacts, problemsOf } from "#lib/servers/facts.ts";

const gigabyte = 1024 ** 3;
const healthy: ServerFacts = {
  os: "Debian GNU/Linux",
  osVersion: "13",
  arch: "x86_64",
  cpus: 2,
  memoryBytes: 4 * gigabyte,
  diskBytes: 40 * gigabyte,
  diskFreeBytes: 12.34 * gigabyte,
  gitVersion: "2.47.3",
  bashVersion: "5.2.37",
  sudo: "nopasswd",
  systemd: true,
  home: "/home/deploy",
};

describe("what inspection found", () => {
  test("is said in one line", () => {
    expect(describeFacts(healthy)).toBe(
      "Debian GNU/Linux 13 · x86_64 · 2 CPUs · 4.0 GB of memory · 12.3 of 40.0 GB free · git 2.47.3 · sudo",
    );
  });

  test("is no problem on a healthy machine", () => {
    expect(problemsOf(healthy)).toEqual([]);
    expect(problemsOf({ ...healthy, bashVersion: "4.2.0", diskFreeBytes: 2 * gigabyte })).toEqual([]);
  });

  test.each([
    ["git is missing", { gitVersion: null }, /git is not installed/, true],
    ["bash is too old", { bashVersion: "3.2.57" }, /bash is 3\.2\.57/, true],
    ["bash is a little too old", { bashVersion: "4.1.17" }, /needs 4\.2/, true],
    ["little of the disk is free", { diskFreeBytes: 0.5 * gigabyte }, /0\.5 of 40\.0 GB/, false],
    ["a small share of a large disk is free", { diskBytes: 400 * gigabyte }, /nearly full/, false],
  ])("says that %s, with the fix", (_, change, words, blocks) => {
    const problems = problemsOf({ ...healthy, ...change });
    expect(problems).toEqual([{ words: expect.stringMatching(words), fix: expect.any(String), blocks }]);
  });

  test("names what stops deployments before what only may", () => {
    const problems = problemsOf({ ...healthy, gitVersion: null, bashVersion: "3.0", diskFreeBytes: 0 });
    expect(problems.map(({ blocks }) => blocks)).toEqual([true, true, false]);
  });
});
