import { readdirSync, readFileSync } from "node:fs";

export type Process = { pid: number; parent: number; name: string; uid: number };

/** Every process below `root`, itself not among them. */
export function descendants(root: number): Process[] {
  const all = processes();
  const below = (parent: number): Process[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(root);
}

export function processes(): Process[] {
  return readdirSync("/proc").flatMap((entry) => (/^\d+$/.test(entry) ? readProcess(Number(entry)) : []));
}

/** Sends a signal, to a process that may be gone already. */
export function signal(pid: number, name: NodeJS.Signals) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** Waits until `isSo` holds, asking every 20 ms; throws `what` after `timeoutMs`. */
export async function waitUntil(what: string, isSo: () => unknown, timeoutMs = 10_000) {
  for (const end = Date.now() + timeoutMs; !(await isSo());) {
    if (Date.now() > end) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function readProcess(pid: number): Process[] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const field = (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, "m").exec(status)?.[1] ?? "";
    return [{ pid, parent: Number(field("PPid")), name: field("Name"), uid: Number(field("Uid")) }];
  } catch {
    return []; // it ended while we looked
  }
}
