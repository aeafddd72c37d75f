import { execFile } from "node:child_process";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { environmentWith } from "#lib/env.ts";
import { GitBackend } from "./git-backend.ts";
import { serveOnLoopback } from "./loopback.ts";

export interface SampleRepository {
  /** What `git clone` takes. */
  url: string;
  /** `host:port` of the git server. */
  host: string;
  /** Commits a change of the sample app on main. */
  commit(message: string, change: (files: SampleFiles) => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

export interface SampleFiles {
  write(name: string, content: string): Promise<void>;
  replace(name: string, before: string, after: string): Promise<void>;
}

const sample = join(import.meta.dirname, "sample");

/** The sample app in a git repository below the directory, with a git server before it. */
export async function serveSample(directory: string): Promise<SampleRepository> {
  const work = join(directory, "shop");
  await cp(sample, work, { recursive: true });
  await git(work, "init", "--quiet", "--initial-branch=main");
  await commitAll(work, "Open the shop");
  const backend = new GitBackend(directory);
  const server = await serveOnLoopback((request, response) => backend.serve(request, response));
  return {
    url: `${server.url}/shop.git`,
    host: new URL(server.url).host,
    async commit(message, change) {
      await change(filesOf(work));
      await commitAll(work, message);
    },
    async stop() {
      backend.stop();
      await server.stop();
    },
  };
}

function filesOf(work: string): SampleFiles {
  const write: SampleFiles["write"] = (name, content) => writeFile(join(work, name), content);
  return {
    write,
    replace: async (name, before, after) =>
      write(name, (await readFile(join(work, name), "utf8")).replace(before, after)),
  };
}

async function commitAll(work: string, message: string): Promise<void> {
  await git(work, "add", "--all");
  await git(work, "commit", "--quiet", "--message", message);
}

/** Git as if nobody had ever configured it, with an author of the sample's own. */
async function git(work: string, ...args: string[]): Promise<void> {
  const who = { name: "Shop developers", email: "ana@example.com" };
  const env = {
    PATH: environmentWith({}).PATH,
    NODE_ENV: "production" as const,
    HOME: work,
    GIT_DIR: `${work}.git`,
    GIT_WORK_TREE: work,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_AUTHOR_NAME: who.name,
    GIT_AUTHOR_EMAIL: who.email,
    GIT_COMMITTER_NAME: who.name,
    GIT_COMMITTER_EMAIL: who.email,
  };
  await promisify(execFile)("git", args, { cwd: work, env });
}
