import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secret } from "#lib/secrets/secret.ts";
import { uploadPackConfig } from "#lib/processes/demo/git-backend.ts";
import { startSshd, type Sshd } from "#tests/support/sshd.ts";

export interface GitSshOptions {
  /** The directory whose repositories are served. */
  root: string;
  /** As `GitHttpOptions.generous`. */
  generous?: boolean;
}

export interface GitSsh {
  /** The clone URL of a repository below the root: `urlOf("shop.git")`. */
  urlOf(name: string): string;
  readonly port: number;
  /** The private half of a deploy key that is on the host already. */
  readonly deployKey: Secret;
  /** Adds a deploy key. */
  authorize(publicKey: string): void;
  /** The line of a known_hosts file that tells this server from any other. */
  knownHosts(): string;
  /** For its faults: cut, freeze, restart, changed host keys. */
  readonly sshd: Sshd;
  stop(): Promise<void>;
}

/** A git host over SSH: a real sshd whose deploy keys may run `git-upload-pack` and nothing else, as on the big hosts. */
export async function startGitSsh({ root, generous = true }: GitSshOptions): Promise<GitSsh> {
  const directory = await mkdtemp(join(tmpdir(), "devpilot-git-ssh-"));
  const command = join(directory, "serve");
  await writeFile(command, serveScript(root, generous));
  await chmod(directory, 0o755);
  await chmod(command, 0o755);

  const sshd = await startSshd({ config: [`ForceCommand ${command}`, "AcceptEnv GIT_PROTOCOL"] });
  return {
    urlOf: (name) => `ssh://${sshd.user}@${sshd.host}:${sshd.port}${join(root, name)}`,
    port: sshd.port,
    deployKey: Secret.of(sshd.privateKey),
    authorize: (publicKey) => sshd.authorize(publicKey),
    knownHosts: () => `[${sshd.host}]:${sshd.port} ${sshd.hostKey.type} ${sshd.hostKey.key}\n`,
    sshd,
    async stop() {
      await sshd.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The only command there is, sshd_config(5); git-shell(1) takes the request apart, so that no shell reads it. */
function serveScript(root: string, generous: boolean): string {
  const settings = Object.entries(uploadPackConfig(generous)).map(([key, value]) => `export ${key}='${value}'`);
  const lines = [
    "#!/bin/sh",
    `case $SSH_ORIGINAL_COMMAND in git-upload-pack\\ *) ;; *) echo "This key may only read." >&2; exit 1 ;; esac`,
    ...(generous ? [] : ["unset GIT_PROTOCOL"]),
    "export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null",
    ...settings,
    `cd '${root}' && exec git-shell -c "$SSH_ORIGINAL_COMMAND"`,
  ];
  return `${lines.join("\n")}\n`;
}
