import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { runGit } from "#lib/integrations/git/run-git.ts";

const directories: string[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true, force: true });
});

/** What git would be, as a script; answers where it lies. */
async function inPlaceOfGit(script: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "devpilot-git-test-"));
  directories.push(directory);
  await writeFile(join(directory, "git"), `#!/bin/sh\n${script}\n`);
  await chmod(join(directory, "git"), 0o755);
  vi.stubEnv("PATH", `${directory}:${process.env.PATH}`);
  return directory;
}

it("gives up what writes without end", async () => {
  const directory = await inPlaceOfGit("yes");
  const { code, said } = await runGit(["version"], { directory, variables: {}, config: [] });
  expect([code, said.length]).toEqual([null, 64 * 1024]);
});

it("outlives a helper that went its own way and writes on when git is gone", async () => {
  const directory = await inPlaceOfGit("setsid sh -c 'sleep 0.5; head -c 200000 /dev/zero' &");
  expect(await runGit(["version"], { directory, variables: {}, config: [] })).toMatchObject({ code: 0 });
});
