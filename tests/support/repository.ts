import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

/** One entry of a commit: bytes, an executable, a symbolic link, a submodule's commit, or `null` to delete it. */
export type FileEntry =
  string | Uint8Array | { executable: string } | { symlink: string } | { submodule: string } | null;
export type Files = Record<string, FileEntry>;

export interface CommitOptions {
  /** Default "Shop developers <ana@example.com>". */
  author?: { name: string; email: string };
  /** Default "main"; a branch that does not exist yet begins without history, unless `branch()` made it. */
  branch?: string;
  /** Default: one minute after the commit before, from a fixed moment, so that commit ids are the same in every run. */
  at?: Date;
}

export interface TestRepository {
  /** The bare repository on disk: clone it as it is, or serve its parent directory. */
  readonly path: string;
  /** The directory above `path`: the `root` of a git server, where the repository is `/${name}.git`. */
  readonly root: string;
  readonly name: string;
  commit(files: Files, message?: string, options?: CommitOptions): Promise<string>;
  /** Makes or moves a branch to a commit, by default to the head of main. */
  branch(name: string, at?: string): Promise<void>;
  /** Makes an annotated tag, by default of the head of main. */
  tag(name: string, at?: string): Promise<void>;
  deleteBranch(name: string): Promise<void>;
  head(branch?: string): Promise<string>;
  git(...args: string[]): Promise<string>;
  remove(): Promise<void>;
}

export interface RepositoryPlan {
  name?: string;
  /** The first commit, on main. */
  files?: Files;
  /** Further commits on main, oldest first. */
  commits?: { files: Files; message?: string; author?: { name: string; email: string } }[];
  /** Branches that start at the head of main once all commits are made. */
  branches?: string[];
}

/** A real bare git repository in a temporary directory. Every commit is one `git fast-import`, a few milliseconds. */
export async function makeRepository(plan: RepositoryPlan = {}): Promise<TestRepository> {
  const name = plan.name ?? "shop";
  const root = await mkdtemp(join(tmpdir(), "devpilot-repository-"));
  const path = join(root, `${name}.git`);
  await git(root, ["init", "--quiet", "--bare", "--initial-branch=main", path]);
  const repository = openRepository(root, path, name);
  await repository.commit(plan.files ?? { "index.html": "hello\n" }, "First commit");
  for (const { files, message, author } of plan.commits ?? []) await repository.commit(files, message, { author });
  for (const branch of plan.branches ?? []) await repository.branch(branch);
  return repository;
}

/** The benchmark's repository: 400 files, 1.1 MB checked out, a history of 200 commits; the same bytes in every run. */
export async function makeLargeRepository(): Promise<TestRepository> {
  const repository = await makeRepository({ name: "large", files: { "README.md": "# Large\n" } });
  const stream: Buffer[] = [];
  for (let commit = 1; commit < 200; commit++) stream.push(...largeCommit(commit));
  await git(repository.path, ["fast-import", "--quiet"], Buffer.concat(stream));
  return repository;
}

function openRepository(root: string, path: string, name: string): TestRepository {
  let minutes = 0;
  const run = (...args: string[]) => git(path, args);
  return {
    path,
    root,
    name,
    async commit(files, message = "Change", { author = ana, branch = "main", at } = {}) {
      const parent = await run("rev-parse", "--quiet", "--verify", `refs/heads/${branch}`).catch(() => null);
      const when = at ?? new Date(Date.UTC(2026, 0, 1) + ++minutes * 60_000);
      const stream = [
        commitHeader({ branch, author, message, when, parent }),
        ...fileChanges(files),
        "\nget-mark :1\n",
      ];
      return git(path, ["fast-import", "--quiet", "--force"], Buffer.concat(stream.map(bytes)));
    },
    branch: async (branch, at = "refs/heads/main") => void (await run("update-ref", `refs/heads/${branch}`, at)),
    tag: async (tag, at = "refs/heads/main") => void (await run("tag", "-a", "-m", tag, "--", tag, at)),
    deleteBranch: async (branch) => void (await run("update-ref", "-d", `refs/heads/${branch}`)),
    head: (branch = "main") => run("rev-parse", "--verify", `refs/heads/${branch}`),
    git: run,
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

const ana = { name: "Shop developers", email: "ana@example.com" };

interface CommitHeader {
  branch: string;
  author: { name: string; email: string };
  message: string;
  when: Date;
  parent: string | null;
}

function commitHeader({ branch, author, message, when, parent }: CommitHeader): string {
  const who = `${author.name} <${author.email}> ${Math.floor(when.getTime() / 1000)} +0000`;
  const lines = [`commit refs/heads/${branch}`, "mark :1", `author ${who}`, `committer ${who}`];
  return `${lines.join("\n")}\n${data(message)}${parent ? `from ${parent}\n` : ""}`;
}

function fileChanges(files: Files): (string | Uint8Array)[] {
  return Object.entries(files).flatMap(([path, entry]) => fileChange(quotePath(path), entry));
}

function fileChange(path: string, entry: FileEntry): (string | Uint8Array)[] {
  if (entry === null) return [`D ${path}\n`];
  if (typeof entry === "string") return [`M 100644 inline ${path}\n`, data(entry)];
  if (entry instanceof Uint8Array) return [`M 100644 inline ${path}\ndata ${entry.byteLength}\n`, entry, "\n"];
  if ("executable" in entry) return [`M 100755 inline ${path}\n`, data(entry.executable)];
  if ("symlink" in entry) return [`M 120000 inline ${path}\n`, data(entry.symlink)];
  return [`M 160000 ${entry.submodule} ${path}\n`];
}

const data = (content: string) => `data ${Buffer.byteLength(content)}\n${content}\n`;
const quotePath = (path: string) => `"${path.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"`;
const bytes = (part: string | Uint8Array) => Buffer.from(part);

/** The first commit writes all 399 files beside the README, each later one rewrites two of them. */
function largeCommit(commit: number): Buffer[] {
  const touched = commit === 1 ? Array.from({ length: 399 }, (_, file) => file) : [commit % 399, (commit * 7) % 399];
  const when = new Date(Date.UTC(2026, 0, 2) + commit * 60_000);
  const parent = commit === 1 ? "refs/heads/main^0" : null;
  const header = commitHeader({ branch: "main", author: ana, message: `Change ${commit}`, when, parent });
  const files = Object.fromEntries(touched.map((file) => [largePath(file), largeFile(file, commit)]));
  return [header, ...fileChanges(files), "\n"].map(bytes);
}

const largePath = (file: number) => `src/part-${file % 20}/file-${file}.txt`;

/** 2,750 bytes of text that compresses about as well as source code does. */
function largeFile(file: number, commit: number): string {
  let state = file * 1009 + commit * 9176 + 1;
  const words = Array.from({ length: 400 }, () => {
    state = (state * 48271) % 2147483647;
    return `${vocabulary[state % vocabulary.length]}${(state >> 8) % 100}`;
  });
  return `${words.join(" ").slice(0, 2749)}\n`;
}

const vocabulary = [
  "const",
  "return",
  "deploy",
  "release",
  "server",
  "export",
  "function",
  "await",
  "project",
  "branch",
];

const environment = {
  NODE_ENV: "test" as const,
  PATH: process.env.PATH,
  HOME: tmpdir(),
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_COMMITTER_NAME: ana.name,
  GIT_COMMITTER_EMAIL: ana.email,
};

/** Runs git away from the developer's own configuration; resolves to its trimmed output. */
async function git(directory: string, args: string[], input?: Buffer): Promise<string> {
  const child = spawn("git", args, { cwd: directory, env: environment });
  child.stdin.on("error", () => {}).end(input);
  const [output, complaint, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve, reject) => child.on("close", resolve).on("error", reject)),
  ]);
  if (code !== 0) throw new Error(`git ${args.join(" ")}: ${complaint.trim() || `exit code ${code}`}`);
  return output.trim();
}
