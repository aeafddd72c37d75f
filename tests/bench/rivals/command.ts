import { spawn } from "node:child_process";
import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { Target } from "./rival.ts";

/** What the bench installs, and the rivals' working directories. Outlives a run, so that the next one starts at once. */
export const cacheDirectory = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "devpilot-bench");

export interface CommandOptions {
  cwd?: string;
  env?: Record<string, string>;
  stdin?: string;
  timeoutSeconds?: number;
}

/** Runs a program to its end and resolves to its output; rejects with its last words when it fails. */
export async function run(program: string, args: string[], options: CommandOptions = {}): Promise<string> {
  const { cwd, env, stdin = "", timeoutSeconds = 120 } = options;
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, timeout: timeoutSeconds * 1000 });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => output.push(chunk));
  child.stdin.on("error", () => {}).end(stdin);
  const code = await new Promise<number | null>((resolve, reject) => child.on("close", resolve).on("error", reject));
  const text = Buffer.concat(output).toString();
  if (code !== 0) throw new Error(`${program} ended with ${code ?? "a signal"}:\n${text.slice(-2000)}`);
  return text;
}

/** An empty working directory with these files in it. */
export async function workspace(name: string, files: Record<string, string>): Promise<string> {
  const directory = join(cacheDirectory, "workspaces", name);
  await rm(directory, { recursive: true, force: true });
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content);
  }
  return directory;
}

/** OpenSSH without the developer's own settings: the same for every rival, so that none waits for a question. */
export const sshConfig = (target: Target): string =>
  [
    "Host *",
    `IdentityFile ${target.keyFile}`,
    "IdentitiesOnly yes",
    "BatchMode yes",
    "LogLevel ERROR",
    "StrictHostKeyChecking no",
    "UserKnownHostsFile /dev/null",
    "",
  ].join("\n  ");

/** For tools that take no ssh options: a directory whose `ssh`, first in PATH, reads `sshConfig`. */
export async function sshBesides(directory: string, target: Target): Promise<Record<string, string>> {
  const [bin, config] = [join(directory, "bin"), join(directory, "ssh_config")];
  await mkdir(bin, { recursive: true });
  await writeFile(config, sshConfig(target));
  await writeFile(join(bin, "ssh"), `#!/bin/sh\nexec /usr/bin/ssh -F '${config}' "$@"\n`);
  await chmod(join(bin, "ssh"), 0o755);
  return { PATH: [bin, dirname(process.execPath), process.env.PATH].join(":") };
}
