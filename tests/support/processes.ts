import { afterAll } from "vitest";
import { type EntryProcess, spawnEntry } from "#tests/support/spawn-process.ts";

export type WorkerProcess = EntryProcess;

/** Leases that are short enough to wait for. */
export const shortLeases = {
  DEVPILOT_LEASE_SECONDS: "1.5",
  DEVPILOT_HEARTBEAT_SECONDS: "0.4",
  DEVPILOT_SWEEP_SECONDS: "0.3",
};

/** A worker as a process of its own, on this test's database. */
export async function spawnWorker(env: Record<string, string> = {}): Promise<WorkerProcess> {
  const worker = await spawnEntry("worker", { ...shortLeases, ...env });
  afterAll(() => worker.kill());
  return worker;
}
