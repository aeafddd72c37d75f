import { execFile, spawn } from "node:child_process";
import { mkdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Repository } from "./model.ts";

const execute = promisify(execFile);

const environment = {
  NODE_ENV: "test" as const,
  PATH: process.env.PATH,
  HOME: tmpdir(),
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_COUNT: "1",
  GIT_CONFIG_KEY_0: "safe.directory",
  GIT_CONFIG_VALUE_0: "*",
};

/** Runs git in a bare repository, away from the developer's own configuration; resolves to its output as it is. */
export async function git(directory: string, ...args: string[]): Promise<string> {
  const { stdout } = await execute("git", args, { cwd: directory, env: environment, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** Makes sure that the repository is on disk, below `root` at its own path, with a first commit unless it is empty. */
export async function openOnDisk(root: string, repository: Repository, source?: string): Promise<string> {
  if (repository.directory) return repository.directory;
  const place = join(root, `${repository.path}.git`);
  await mkdir(dirname(place), { recursive: true });
  repository.directory = place;
  if (source) {
    await symlink(source, place);
  } else {
    await rm(place, { recursive: true, force: true });
    await git(root, "init", "--quiet", "--bare", `--initial-branch=${repository.defaultBranch}`, place);
    if (!repository.isEmpty)
      await commit(place, repository.defaultBranch, { "README.md": `# ${repository.name}\n` }, "First commit");
  }
  return place;
}

/** Commits on top of a branch, which is made when it is new; `null` deletes a file. Resolves to the commit's id. */
export async function commit(
  directory: string,
  branch: string,
  files: Record<string, string | null>,
  message: string,
): Promise<string> {
  const refs = await readRefs(directory);
  const parent = refs.get(`refs/heads/${branch}`);
  const seconds = Math.floor(Date.now() / 1000);
  const who = `Shop developers <ana@example.com> ${seconds} +0000`;
  const head = [`commit refs/heads/${branch}`, "mark :1", `author ${who}`, `committer ${who}`].join("\n");
  const changes = Object.entries(files).map(([path, content]) =>
    content === null ? `D ${quote(path)}\n` : `M 100644 inline ${quote(path)}\n${data(content)}`,
  );
  const from = parent ? `from ${parent}\n` : "";
  await feed(directory, ["fast-import", "--quiet", "--force"], `${head}\n${data(message)}${from}${changes.join("")}\n`);
  return (await git(directory, "rev-parse", `refs/heads/${branch}`)).trim();
}

/** Every branch and tag with what it points at: the commit, or the object of an annotated tag. */
export async function readRefs(directory: string): Promise<Map<string, string>> {
  const lines = await git(directory, "for-each-ref", "--format=%(objectname) %(refname)", "refs/heads", "refs/tags");
  return new Map(
    lines
      .split("\n")
      .filter(Boolean)
      .map((line) => [line.slice(41), line.slice(0, 40)]),
  );
}

const data = (content: string) => `data ${Buffer.byteLength(content)}\n${content}\n`;
const quote = (path: string) => `"${path.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"`;

/** Several refs at once, all or none, in the words of `git update-ref --stdin`. */
export const updateRefs = (directory: string, commands: string) => feed(directory, ["update-ref", "--stdin"], commands);

function feed(directory: string, args: string[], stream: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", args, { cwd: directory, env: environment });
    let complaint = "";
    child.stderr.on("data", (chunk) => (complaint += chunk));
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve() : reject(new Error(`git ${args[0]}: ${complaint}`))));
    child.stdin.on("error", () => {}).end(stream);
  });
}
