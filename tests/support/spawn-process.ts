import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { nodeFlags } from "#lib/processes/supervise.ts";

export interface EntryProcess {
  pid: number;
  /** As a power cut, or the kernel when memory runs out. */
  kill(): Promise<void>;
  /** SIGTERM, which drains. */
  stop(): Promise<void>;
  /** SIGSTOP and SIGCONT: a machine that was put to sleep. */
  freeze(): void;
  thaw(): void;
}

/** Starts web or worker as a process of its own, on the database that is set, and waits until it is ready. */
export async function spawnEntry(entry: "web" | "worker", env: Record<string, string> = {}): Promise<EntryProcess> {
  const child = spawn(process.execPath, [...nodeFlags(entry), `lib/processes/${entry}.ts`], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: { ...process.env, NODE_ENV: "production", ...env },
  });
  await ready(child, entry);
  return {
    pid: child.pid ?? 0,
    kill: () => end(child, "SIGKILL"),
    stop: () => end(child, "SIGTERM"),
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
  };
}

async function ready(child: ChildProcess, entry: string): Promise<void> {
  const ended = once(child, "exit").then(([code]) => [`exit ${String(code)}`]);
  const [said] = (await Promise.race([once(child, "message"), ended])) as [unknown];
  if (said !== "ready") throw new Error(`The ${entry} did not start: ${String(said)}`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, "exit");
}
