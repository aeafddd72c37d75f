import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { connect as openSocket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "#lib/failure.ts";

const binary = "/usr/sbin/sshd";
const setpriv = "/usr/bin/setpriv";
const patienceMs = 10_000;

/** Whether this machine has an OpenSSH server. */
export const hasSshd = existsSync(binary);

export interface SshdPlan {
  port: number;
  hostKeys: string[];
  authorizedKeys: string;
  /** Gives whoever signs in this home for the time of the login. */
  home?: string;
}

/** The lines of sshd_config(5) for one user on loopback; the first of a kind counts. */
export function sshdConfig({ port, hostKeys, authorizedKeys, home }: SshdPlan): string[] {
  return [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    ...hostKeys.map((file) => `HostKey ${file}`),
    `AuthorizedKeysFile ${authorizedKeys}`,
    "PidFile none",
    "UsePAM no",
    "StrictModes no",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "PermitRootLogin yes",
    "MaxStartups 100",
    "LogLevel ERROR",
    "Subsystem sftp internal-sftp",
    ...(home ? [`SetEnv HOME=${home}`, 'ForceCommand cd "$HOME" && eval "$SSH_ORIGINAL_COMMAND"'] : []),
  ];
}

/** Starts sshd with its configuration in the directory. Resolves when it listens; throws a Failure with its own words. */
export async function runSshd(directory: string, port: number, config: string[]): Promise<ChildProcess> {
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
  const file = join(directory, "sshd_config");
  writeFileSync(file, `${config.join("\n")}\n`);
  // In a session of its own, so that Ctrl-C in a terminal leaves it to us to stop it.
  const daemon = spawn(...leashed(binary, "-D", "-e", "-f", file), {
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  daemon.stderr?.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
  daemon.once("error", (error) => (said = error.message));
  for (const end = Date.now() + patienceMs; !(await answers(port)); await sleep(20)) {
    if (Date.now() < end && daemon.pid && daemon.exitCode === null) continue;
    daemon.kill();
    throw new Failure("unavailable", `sshd did not start: ${said.trim()}`);
  }
  return daemon;
}

/** Whether somebody listens on a port of loopback. */
export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = openSocket(port, "127.0.0.1");
    const tell = (isOpen: boolean) => () => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once("connect", tell(true)).once("error", tell(false));
  });
}

/** Has the kernel end a process with the one that started it, when that is killed before it can. */
function leashed(...command: string[]): [string, string[]] {
  const [program = "", ...args] = existsSync(setpriv) ? [setpriv, "--pdeathsig", "KILL", ...command] : command;
  return [program, args];
}
