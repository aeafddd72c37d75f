import type { Server } from "#lib/access/authorize.ts";
import type { Preflight } from "#lib/agent/preflight.ts";
import { type Check, fine, problem, warning } from "./check.ts";
import { median, sizeWords } from "./size-words.ts";

/** What is free against what is needed, in bytes; null where nothing tells. */
export interface Room {
  freeBytes: number;
  needBytes: number | null;
  /** Where the need is known from, in words. */
  from: string;
}

const leastFreeBytes = 500_000_000;
const leastFreeInodes = 10_000;

/** What a release takes on the disk, by the releases before it, or by what of the repository is on the server. */
export function diskRoom({ diskFreeBytes, releases, mirrorBytes }: Preflight): Room {
  const usual = median(releases.map(({ bytes }) => bytes));
  if (usual !== undefined) return { freeBytes: diskFreeBytes, needBytes: usual, from: "the releases before it" };
  const from = mirrorBytes === null ? "nothing: it is the first one" : "the repository, without what a build adds";
  return { freeBytes: diskFreeBytes, needBytes: mirrorBytes, from };
}

/** What the build takes in memory: the most that earlier ones took, or the limit that it was given. */
export function memoryRoom(found: Preflight, peakBytes: number | null, limitMb: number | null): Room {
  const freeBytes = found.memoryFreeBytes + found.swapFreeBytes;
  if (peakBytes !== null) return { freeBytes, needBytes: peakBytes, from: "the builds before it" };
  if (limitMb !== null) return { freeBytes, needBytes: limitMb * 1024 ** 2, from: "the limit of the build" };
  return { freeBytes, needBytes: null, from: "nothing: no build was measured yet" };
}

export function roomChecks(server: Server, found: Preflight, disk: Room, memory: Room): Check[] {
  return [place(server, found), diskCheck(found, disk), ...inodeChecks(found), memoryCheck(memory)];
}

function place({ username }: Server, { nearest, isWritable }: Preflight): Check {
  if (isWritable) return fine("path", `${username} may write to ${nearest}.`);
  const fix = `Make the project's directory on the server and give it to ${username}, or choose another path.`;
  return problem("path", `${username} may not write to ${nearest}.`, fix);
}

const moreDisk = "Free some space, or keep fewer releases.";

function diskCheck({ nearest }: Preflight, { freeBytes, needBytes, from }: Room): Check {
  const free = `${sizeWords(freeBytes)} are free at ${nearest}`;
  if (needBytes === null) {
    const words = `${free}; what a release needs is unknown: it is the first one.`;
    return freeBytes < leastFreeBytes ? warning("disk", words, moreDisk) : fine("disk", words);
  }
  const words = `${free}; a release needs about ${sizeWords(needBytes)}, by ${from}.`;
  if (freeBytes < needBytes) return problem("disk", words, moreDisk);
  return freeBytes < 2 * needBytes ? warning("disk", words, moreDisk) : fine("disk", words);
}

function inodeChecks({ freeInodes, releases }: Preflight): Check[] {
  const need = median(releases.map(({ inodes }) => inodes)) ?? leastFreeInodes;
  if (freeInodes === null || freeInodes >= 2 * need) return [];
  const words = `The disk has room for ${freeInodes} more files; a release has about ${need}.`;
  return [freeInodes < need ? problem("inodes", words, moreDisk) : warning("inodes", words, moreDisk)];
}

function memoryCheck({ freeBytes, needBytes, from }: Room): Check {
  const free = `${sizeWords(freeBytes)} of memory are free`;
  if (needBytes === null) return fine("memory", `${free}; what the build needs is unknown: none was measured yet.`);
  const words = `${free}; the build needs up to ${sizeWords(needBytes)}, by ${from}.`;
  const fix = "Stop something on the server, add swap, or set a memory limit that the build lives with.";
  return freeBytes < needBytes ? warning("memory", words, fix) : fine("memory", words);
}
