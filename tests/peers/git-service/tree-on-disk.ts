import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { git } from "./repository-on-disk.ts";

const execute = promisify(execFile);

/** What `git ls-tree -l` says of one entry. */
export interface TreeEntry {
  mode: string;
  type: "blob" | "tree" | "commit";
  id: string;
  /** Null for what is no file. */
  size: number | null;
  path: string;
}

/** Every entry below a commit, directories among them and each before what is in it; null where there is no such commit. */
export async function readTree(directory: string, commit: string): Promise<TreeEntry[] | null> {
  if (!/^[0-9a-f]{40}$/.test(commit)) return null;
  const listed = await git(directory, "ls-tree", "-r", "-t", "-l", "-z", "--full-tree", commit).catch(() => null);
  return listed === null ? null : listed.split("\0").filter(Boolean).map(readEntry);
}

function readEntry(line: string): TreeEntry {
  const tab = line.indexOf("\t");
  const [mode = "", type = "", id = "", size = "-"] = line.slice(0, tab).split(/ +/);
  if (type !== "blob" && type !== "tree" && type !== "commit") throw new Error(`git knows a ${type} in a tree`);
  return { mode, type, id, size: size === "-" ? null : Number(size), path: line.slice(tab + 1) };
}

export async function readBlob(directory: string, id: string): Promise<Buffer> {
  const { stdout } = await execute("git", ["-c", "safe.directory=*", "cat-file", "blob", id], {
    cwd: directory,
    encoding: "buffer",
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

/** Tags with the commit that each leads to, or null where that is something else. */
export async function readTags(directory: string): Promise<{ name: string; id: string; commit: string | null }[]> {
  const format = "%(refname)%00%(objectname)%00%(objecttype)%00%(*objectname)%00%(*objecttype)";
  const listed = await git(directory, "for-each-ref", `--format=${format}`, "refs/tags");
  return listed
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [ref = "", id = "", type, peeled = "", peeledType] = line.split("\0");
      const commit = type === "commit" ? id : peeledType === "commit" ? peeled : null;
      return { name: ref.slice("refs/tags/".length), id, commit };
    });
}

export const depthOf = ({ path }: { path: string }) => path.split("/").length;

/** Many tags lead to few commits, and each is a process of git. */
export function onceEach<Value>(read: (id: string) => Promise<Value>): (id: string) => Promise<Value> {
  const known = new Map<string, Promise<Value>>();
  return (id) => {
    const value = known.get(id) ?? read(id);
    known.set(id, value);
    return value;
  };
}
