import { git } from "./repository-on-disk.ts";

export const nothing = "0".repeat(40);

export interface Commit {
  id: string;
  tree: string;
  parents: string[];
  author: { name: string; email: string; date: string };
  committer: { name: string; email: string; date: string };
  message: string;
  added: string[];
  removed: string[];
  modified: string[];
}

/** What happened to one branch or tag. `before` and `after` are forty zeros for none. */
export interface Change {
  ref: string;
  kind: "branch" | "tag";
  name: string;
  before: string;
  after: string;
  isForced: boolean;
  /** The commits that were not in the repository before, oldest first; at most 2,048. */
  commits: Commit[];
  beforeCommit: Commit | null;
  afterCommit: Commit | null;
}

/** Compares two readings of the refs, and tells what came with each change. */
export async function readChanges(
  directory: string,
  before: Map<string, string>,
  after: Map<string, string>,
): Promise<Change[]> {
  const refs = [...new Set([...before.keys(), ...after.keys()])].sort();
  const moved = refs.filter((ref) => before.get(ref) !== after.get(ref));
  return Promise.all(
    moved.map((ref) =>
      readChange(directory, ref, before.get(ref) ?? nothing, after.get(ref) ?? nothing, [...before.values()]),
    ),
  );
}

/** One change. `known` are the ids that were in the repository before: commits below them are not news. */
export async function readChange(
  directory: string,
  ref: string,
  before: string,
  after: string,
  known: string[],
): Promise<Change> {
  const kind = ref.startsWith("refs/tags/") ? "tag" : "branch";
  const isUpdate = before !== nothing && after !== nothing;
  const [old] = before === nothing ? [] : await log(directory, ["-1", before]);
  const [now] = after === nothing ? [] : await log(directory, ["-1", after]);
  const news = now ? await log(directory, ["-2048", after, "--not", ...(isUpdate ? [before] : known)]) : [];
  const isForced = isUpdate && !(await isAncestor(directory, before, after));
  const name = ref.replace(/^refs\/(heads|tags)\//, "");
  return {
    ref,
    kind,
    name,
    before,
    after,
    isForced,
    commits: news.reverse(),
    beforeCommit: old ?? null,
    afterCommit: now ?? null,
  };
}

/** One commit by its id, or null when the repository has none of that id. */
export async function readCommit(directory: string, id: string): Promise<Commit | null> {
  try {
    const [commit] = await log(directory, ["-1", `${id}^{commit}`]);
    return commit ?? null;
  } catch {
    return null;
  }
}

const [record, field, tail] = ["\x1e", "\x1f", "\x1d"];
const format = ["%H", "%T", "%P", "%an", "%ae", "%aI", "%cn", "%ce", "%cI", "%B"].join("%x1f");

async function log(directory: string, args: string[]): Promise<Commit[]> {
  const output = await git(
    directory,
    "log",
    "--root",
    "--name-status",
    "--no-renames",
    `--format=%x1e${format}%x1d`,
    ...args,
    "--",
  );
  return output.split(record).slice(1).map(parseCommit);
}

function parseCommit(text: string): Commit {
  const [head = "", files = ""] = text.split(tail);
  const [id = "", tree = "", parents = "", ...rest] = head.split(field);
  const [an = "", ae = "", ad = "", cn = "", ce = "", cd = "", message = ""] = rest;
  const touched = files.split("\n").flatMap((line) => {
    const [status, path] = line.split("\t");
    return path ? [{ status, path }] : [];
  });
  const those = (status: string) => touched.filter((one) => one.status === status).map(({ path }) => path);
  return {
    id,
    tree,
    parents: parents.split(" ").filter(Boolean),
    author: { name: an, email: ae, date: ad },
    committer: { name: cn, email: ce, date: cd },
    message: message.trimEnd(),
    added: those("A"),
    removed: those("D"),
    modified: touched.filter(({ status }) => status !== "A" && status !== "D").map(({ path }) => path),
  };
}

async function isAncestor(directory: string, older: string, newer: string): Promise<boolean> {
  return git(directory, "merge-base", "--is-ancestor", older, newer).then(
    () => true,
    () => false,
  );
}
