import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../failure.ts";

const NEEDED_BYTES = 100 * 1024 * 1024;

/**
 * Claims a data directory for this process, making it first where needed. Returns what gives it back. A claim whose
 * process is gone is taken over. Throws a Failure: in use, not writable, or no space.
 */
export function lockData(directory: string, purpose: string): () => void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o755 });
    claim(join(directory, "lock"), `${process.pid} ${startOf(process.pid)} ${purpose}\n`);
    refuseFullDisk(directory);
    return () => rmSync(join(directory, "lock"), { force: true });
  } catch (error) {
    throw dataFailure(directory, error);
  }
}

/** The live process that holds the directory, and what for; undefined when nobody does. */
export function dataHolder(directory: string): { pid: number; purpose: string } | undefined {
  return parseHolder(readIfThere(join(directory, "lock")));
}

function claim(lock: string, mine: string): void {
  const draft = `${lock}.${process.pid}`;
  writeFileSync(draft, mine);
  try {
    // A link fails where the name exists; two tries, since the first may find a dead process's lock.
    for (let attempt = 1; !tryLink(draft, lock); attempt++) {
      const content = readIfThere(lock);
      const holder = parseHolder(content);
      if (holder || attempt > 5) throw alreadyRuns(holder?.pid, holder?.purpose);
      if (content !== undefined) setAside(lock, content);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

function tryLink(draft: string, lock: string): boolean {
  try {
    linkSync(draft, lock);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Removes a dead lock, and gives back one that somebody else has made in its place meanwhile. */
function setAside(lock: string, dead: string): void {
  const aside = `${lock}.dead.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  if (readFileSync(aside, "utf8") !== dead) tryLink(aside, lock);
  rmSync(aside, { force: true });
}

function parseHolder(content: string | undefined): { pid: number; purpose: string } | undefined {
  const [pid, start, ...purpose] = (content ?? "").trim().split(" ");
  if (!pid || !isAlive(Number(pid)) || startOf(Number(pid)) !== start) return undefined;
  return { pid: Number(pid), purpose: purpose.join(" ") };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** When a process began, in ticks since boot, so that a number used again is not taken for the old process. */
function startOf(pid: number): string {
  const stat = readIfThere(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(")")).split(" ")[20] ?? "unknown";
}

function refuseFullDisk(directory: string): void {
  const { bavail, bsize } = statfsSync(directory);
  const free = bavail * bsize;
  if (free >= NEEDED_BYTES) return;
  const megabytes = Math.floor(free / 1024 / 1024);
  rmSync(join(directory, "lock"), { force: true });
  throw new Failure("unavailable", `The disk of ${directory} is full: ${megabytes} MB are free, 100 MB are needed.`);
}

function dataFailure(directory: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === "ENOSPC" || code === "EDQUOT") return new Failure("unavailable", `The disk of ${directory} is full.`);
  if (["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENOENT"].includes(code)) {
    return new Failure("unavailable", `The data directory ${directory} can't be written by this user (${code}).`);
  }
  return error;
}

function alreadyRuns(pid: number | undefined, purpose: string | undefined): Failure {
  return new Failure(
    "conflict",
    `Devpilot works on this data already (\`${purpose}\`, process ${pid}): stop that one first.`,
  );
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes(codeOf(error))) return undefined;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
