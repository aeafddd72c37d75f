import { GitTrouble } from "./trouble.ts";

/** The parts of a file's path for an address, or null for a path that no tree of git has. */
export function partsOfPath(name: string): string[] | null {
  const parts = name.split("/");
  const isPath = name.isWellFormed() && !parts.some((part) => part === "" || part === "." || part === "..");
  return isPath ? parts : null;
}

/** For a repository that can be seen and has no such commit. */
export function noCommit(path: string, commit: string): GitTrouble {
  return new GitTrouble("not_found", `The commit ${commit.slice(0, 12)} is not in ${path}.`);
}
