import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll } from "vitest";

export interface WorkerProcess {
  pid: number;
  /** As a power cut, or the kernel when memory runs out. */
  kill(): Promise<void>;
  /** SIGTERM, which drains. */
  stop(): Promise<void>;
  /** SIGSTOP and SIGCONT: a machine that was put to sleep. */
  freeze(): void;
  thaw(): void;
}

/** A worker as a process of its own, on this test's database, with leases that are short enough to wait for. */
export async function spawnWorker(): Promise<WorkerProcess> {
  const child = spawn(process.execPath, ["lib/processes/worker.ts"], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, ...shortLeases },
  });
  afterAll(() => end(child, "SIGKILL"));
  await ready(child);
  return {
    pid: child.pid ?? 0,
    kill: () => end(child, "SIGKILL"),
    stop: () => end(child, "SIGTERM"),
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
  };
}

export const shortLeases = {
  DEVPILOT_LEASE_SECONDS: "1.5",
  DEVPILOT_HEARTBEAT_SECONDS: "0.4",
  DEVPILOT_SWEEP_SECONDS: "0.3",
};

async function ready(child: ChildProcess): Promise<void> {
  const [said] = (await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) => [`exit ${String(code)}`]),
  ])) as [unknown];
  if (said !== "ready") throw new Error(`The worker did not start: ${String(said)}`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, "exit");
}
