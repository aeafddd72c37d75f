import { spawn } from "node:child_process";
import { dirname } from "node:path";
import { bareEnvironment } from "#lib/env.ts";

export interface GitOutcome {
  /** Null when it was killed, by the time limit or for its output. */
  code: number | null;
  /** What it wrote on both streams, cut at 64 kB. */
  said: string;
}

const limits = { milliseconds: 10_000, bytes: 64 * 1024 };

/**
 * Runs git on Devpilot's own machine, in a directory of its own and with nothing of the machine's configuration. The
 * arguments are constants; values come as variables and as `config`, which git reads from its environment
 * (git-config(1), GIT_CONFIG_COUNT). Throws the error of `spawn` when there is no git.
 */
export function runGit(
  args: readonly string[],
  {
    directory,
    variables,
    config,
  }: { directory: string; variables: Record<string, string>; config: [string, string][] },
): Promise<GitOutcome> {
  const child = spawn("git", args, {
    cwd: directory,
    env: bareEnvironment({ ...clean(directory), ...variables, ...asVariables(config) }),
    // A group of its own, so that what git started ends with it.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const kill = () => {
    if (child.pid) killGroup(child.pid);
    // What left the group may hold them open for as long as it likes.
    child.stdout.destroy();
    child.stderr.destroy();
  };
  const timer = setTimeout(kill, limits.milliseconds);
  return new Promise<GitOutcome>((resolve, reject) => {
    let said = "";
    const note = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.length > limits.bytes) kill();
    };
    child.stdout.on("data", note);
    child.stderr.on("data", note);
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, said: said.slice(0, limits.bytes) }));
  }).finally(() => clearTimeout(timer));
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

function clean(directory: string): Record<string, string> {
  return {
    HOME: directory,
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CEILING_DIRECTORIES: dirname(directory),
    GIT_TERMINAL_PROMPT: "0",
    GIT_PROTOCOL_FROM_USER: "0",
  };
}

function asVariables(config: [string, string][]): Record<string, string> {
  const numbered = config.flatMap(([key, value], at) => [
    [`GIT_CONFIG_KEY_${at}`, key],
    [`GIT_CONFIG_VALUE_${at}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(config.length), ...(Object.fromEntries(numbered) as Record<string, string>) };
}
