import { Failure } from "#lib/failure.ts";

/** A repository at one commit, as a server sees it. */
export interface Sight {
  commit: string;
  subject: string;
  author: string;
  committedAt: Date;
  /** Every regular file by its path from the root: no links, no submodules. */
  files: string[];
  /** There are more files than these. */
  isTruncated: boolean;
  /** Of the files that were asked for those that are there and have at most 256 kB. */
  contents: Map<string, Buffer>;
}

const mostPaths = 100_000;
const longestWords = 1000;

/**
 * lib/agent/README.md: the facts of the commit, every path and an empty one, then path, length and bytes of each file.
 * Throws for an answer that no agent gives: it comes from a machine that may be anybody's.
 */
export function readSight(answer: Buffer): Sight {
  const records = new Records(answer);
  const commit = commitOf(records.next());
  const [subject, author] = [records.next().slice(0, longestWords), records.next().slice(0, longestWords)];
  records.next();
  const committedAt = timeOf(records.next());
  const files = pathsIn(records);
  const contents = new Map<string, Buffer>();
  while (!records.isAtEnd) contents.set(records.next(), records.bytes(records.next()));
  return { commit, subject, author, committedAt, files, isTruncated: files.length >= mostPaths, contents };
}

function commitOf(text: string): string {
  if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text)) throw garbled();
  return text;
}

/** Whoever commits can claim any time, also one that no calendar has. */
function timeOf(seconds: string): Date {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? new Date(0) : date;
}

function pathsIn(records: Records): string[] {
  const files: string[] = [];
  for (let path = records.next(); path !== ""; path = records.next()) {
    if (files.length === mostPaths) throw garbled();
    files.push(path);
  }
  return files;
}

function garbled(): Failure {
  return new Failure("rejected", "The server's answer about the repository can't be read.");
}

/** Reads NUL-ended records, and bytes of a known length between them. */
class Records {
  readonly #answer: Buffer;
  #at = 0;

  constructor(answer: Buffer) {
    this.#answer = answer;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#answer.length;
  }

  next(): string {
    const end = this.#answer.indexOf(0, this.#at);
    if (end < 0) throw cutOff();
    const text = this.#answer.toString("utf8", this.#at, end);
    this.#at = end + 1;
    return text;
  }

  bytes(length: string): Buffer {
    if (!/^\d{1,9}$/.test(length)) throw garbled();
    const end = this.#at + Number(length);
    if (end > this.#answer.length) throw cutOff();
    const bytes = this.#answer.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }
}

function cutOff(): Failure {
  return new Failure("unavailable", "The server's answer about the repository did not arrive whole.");
}
