import { execFile } from "node:child_process";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Failure } from "#lib/failure.ts";
import { git } from "#lib/integrations/git/index.ts";
import { runs } from "#tests/support/soak.ts";

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "devpilot-ssh-url-"));
  await writeFile(join(directory, "ssh"), `#!/bin/sh\nprintf '%s\\0' "$@" >'${directory}/arguments'\nexit 1\n`);
  await chmod(join(directory, "ssh"), 0o700);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe("an SSH URL that was accepted", () => {
  it(
    "gives ssh exactly its user, host, port and path, whatever is in it",
    async () => {
      const ssh = await git.ssh();
      const payload = fc.constantFrom(
        "$(touch canary)",
        "`touch${IFS}canary`",
        ";touch${IFS}canary",
        "-oProxyCommand=touch",
        "'",
        '"',
        "~",
        "..",
        "é",
        "%41",
        "@",
        ":",
        "|",
        "&&",
        "#",
        "?",
        "!",
        "*",
        "acme",
      );
      const path = fc.array(payload, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(""));
      const form = fc.constantFrom(
        "ssh://git@example.com:2222/",
        "ssh://git@example.com/",
        "git@example.com:",
        "git@example.com:/",
        "ssh://",
        "git@",
      );
      const property = fc.asyncProperty(form, path, async (prefix, rest) => {
        const repository = readOrNull(() => ssh.parse(prefix + rest));
        if (!repository) return;
        const given = await argumentsOfSsh(repository.url);
        const port = repository.port === 22 ? [] : ["-p", String(repository.port)];
        expect(given.slice(0, -2)).toEqual(["-o", "SendEnv=GIT_PROTOCOL", ...port]);
        expect(given.at(-2)).toBe(`${userOf(repository.url)}@${repository.host}`);
        expect(given.at(-1)).toMatch(/^git-upload-pack '[^]*'$/);
      });
      await fc.assert(property, { numRuns: runs(40, 2_000) });
      expect(await readdir(directory)).not.toContain("canary");
    },
    runs(30_000, 300_000),
  );
});

const userOf = (url: string) => /^(?:ssh:\/\/)?([a-z0-9_.+-]+)@/i.exec(url)?.[1];

/** What real git would run to reach the URL, without running it. */
async function argumentsOfSsh(url: string): Promise<string[]> {
  const env = {
    NODE_ENV: "test" as const,
    PATH: process.env.PATH,
    GIT_SSH: join(directory, "ssh"),
    GIT_SSH_VARIANT: "ssh",
  };
  await rm(join(directory, "arguments"), { force: true });
  await new Promise((resolve) => execFile("git", ["ls-remote", "--", url], { cwd: directory, env }, resolve));
  return (await readFile(join(directory, "arguments"), "utf8")).split("\0").slice(0, -1);
}

function readOrNull<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
