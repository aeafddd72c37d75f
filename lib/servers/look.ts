import type { Server } from "#lib/access/authorize.ts";
import { header } from "#lib/agent/header.ts";
import { runAgent } from "#lib/agent/run.ts";
import { Failure } from "#lib/failure.ts";
import type { GitAccess, GitRepository } from "#lib/integrations/git/git.ts";
import type { Connection } from "#lib/ssh/connection.ts";
import { useServer } from "./open.ts";
import { gitRequest, type Ref } from "./remote.ts";

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

const mostBytes = 64 * 1024 * 1024;
const mostPaths = 100_000;

/**
 * What lies in a repository at a branch, a tag or a commit, and the contents of some of its files, without a clone on
 * Devpilot's machine. Throws `rejected` in words when git does not get there or there is no such ref, `unavailable` when
 * the connection is lost, and what `useServer` throws.
 */
export async function lookAtRepository(
  server: Pick<Server, "workspaceId" | "id">,
  appId: string,
  repository: Pick<GitRepository, "url">,
  access: GitAccess,
  ref: Ref,
  files: readonly string[],
): Promise<Sight> {
  const request = header({ APP: appId, ...gitRequest(repository, access), ...wanted(ref), FILE: files });
  return readSight(await useServer(server, (connection) => ask(connection, request)));
}

function wanted(ref: Ref): Record<string, string> {
  if ("branch" in ref) return { BRANCH: ref.branch };
  return "tag" in ref ? { TAG: ref.tag } : { COMMIT: ref.commit };
}

async function ask(connection: Connection, request: Buffer): Promise<Buffer> {
  const said: Buffer[] = [];
  let size = 0;
  const onOutput = (chunk: Buffer) => {
    size += chunk.length;
    if (size > mostBytes) throw new Failure("rejected", "The repository has too many files to look at.");
    said.push(chunk);
  };
  const outcome = await runAgent(connection, "look", request, { onOutput });
  if (outcome.kind === "lost") throw new Failure("unavailable", outcome.reason);
  const { code, reason } = outcome.answer;
  if (code !== 0) throw new Failure("rejected", reason ?? `The server could not look at the repository (${code}).`);
  return Buffer.concat(said);
}

/** lib/agent/README.md: the facts of the commit, every path and an empty one, then path, length and bytes of each file. */
function readSight(answer: Buffer): Sight {
  const records = new Records(answer);
  const [commit, subject, author, , time] = [
    records.next(),
    records.next(),
    records.next(),
    records.next(),
    records.next(),
  ];
  const files: string[] = [];
  for (let path = records.next(); path !== ""; path = records.next()) files.push(path);
  const contents = new Map<string, Buffer>();
  while (!records.isAtEnd) contents.set(records.next(), records.bytes(Number(records.next())));
  const committedAt = new Date(Number(time) * 1000);
  return { commit, subject, author, committedAt, files, isTruncated: files.length >= mostPaths, contents };
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
    if (end < 0) throw new Failure("unavailable", "The server's answer about the repository did not arrive whole.");
    const text = this.#answer.toString("utf8", this.#at, end);
    this.#at = end + 1;
    return text;
  }

  bytes(length: number): Buffer {
    const end = this.#at + length;
    if (!(end <= this.#answer.length))
      throw new Failure("unavailable", "The server's answer about the repository did not arrive whole.");
    const bytes = this.#answer.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }
}
