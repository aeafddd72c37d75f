import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./rivals/command.ts";

/**
 * Compares a live release on this machine with a commit of a bare repository, byte by byte and mode by mode. Throws with
 * the paths that differ or are missing; files that a tool put beside them are its own business.
 */
export async function checkDeployed(repositoryPath: string, commit: string, livePath: string): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), "devpilot-deployed-"));
  const env = { GIT_INDEX_FILE: join(scratch, "index"), GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  const git = (...args: string[]) =>
    run("git", [`--git-dir=${repositoryPath}`, `--work-tree=${livePath}`, "-c", "core.bare=false", ...args], {
      cwd: livePath,
      env,
    });
  try {
    await git("read-tree", commit);
    await git("update-index", "--refresh").catch(() => {});
    const differences = await git("diff-files", "--name-status");
    if (differences !== "") throw new Error(`${livePath} is not ${commit}:\n${differences}`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
