import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GitAccess } from "#lib/integrations/git/git.ts";

export interface GitClient {
  /** Runs git in an empty repository of its own; resolves to its trimmed output, rejects with git's words. */
  run(...args: string[]): Promise<string>;
  remove(): Promise<void>;
}

/** A git client that knows nothing but the access it was given, and sends the credential the way a server does. */
export async function makeGitClient(access: GitAccess): Promise<GitClient> {
  const directory = await mkdtemp(join(tmpdir(), "devpilot-git-client-"));
  const environment = {
    ...bareEnvironment(directory),
    ...(await credentialEnvironment[access.kind](directory, access)),
  };
  const run = (...args: string[]) => git(directory, args, environment);
  await run("init", "--quiet");
  return { run, remove: () => rm(directory, { recursive: true, force: true }) };
}

const credentialEnvironment: Record<GitAccess["kind"], (directory: string, access: GitAccess) => Promise<object>> = {
  anonymous: async () => ({}),
  async basic(directory, access) {
    if (access.kind !== "basic") return {};
    const askpass = join(directory, "askpass");
    await writeFile(askpass, '#!/bin/sh\ncase $1 in Username*) echo "$GIT_USER";; *) echo "$GIT_PASSWORD";; esac\n');
    await chmod(askpass, 0o700);
    return { GIT_ASKPASS: askpass, GIT_USER: access.username, GIT_PASSWORD: access.password.reveal() };
  },
  async key(directory, access) {
    if (access.kind !== "key") return {};
    const [keyFile, knownHosts] = [join(directory, "key"), join(directory, "known_hosts")];
    await writeFile(keyFile, access.privateKey.reveal(), { mode: 0o600 });
    await writeFile(knownHosts, access.knownHosts ?? "");
    const checking = access.knownHosts === null ? "accept-new" : "yes";
    const options = [
      "BatchMode=yes",
      "IdentitiesOnly=yes",
      `StrictHostKeyChecking=${checking}`,
      `UserKnownHostsFile=${knownHosts}`,
    ];
    return {
      GIT_SSH_COMMAND: ["ssh", "-F", "none", "-i", keyFile, ...options.map((option) => `-o${option}`)].join(" "),
    };
  },
};

const bareEnvironment = (home: string) => ({
  NODE_ENV: "test" as const,
  PATH: process.env.PATH,
  HOME: home,
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_TERMINAL_PROMPT: "0",
});

function git(cwd: string, args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile("git", args, { cwd, env, timeout: 10_000 }, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr.trim() || error.message));
      else resolve(stdout.trim());
    });
  });
}
