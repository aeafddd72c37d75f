import type { Server } from "#lib/access/authorize.ts";
import { collect } from "#lib/agent/collect.ts";
import { header, type HeaderValues } from "#lib/agent/header.ts";
import { runAgent } from "#lib/agent/run.ts";
import { Failure } from "#lib/failure.ts";
import type { GitAccess, GitRepository } from "#lib/integrations/git/git.ts";
import type { Connection } from "#lib/ssh/connection.ts";
import { useServer } from "./open.ts";

export interface RemoteHeads {
  /** Null for an empty repository. */
  defaultBranch: string | null;
  branches: { name: string; commit: string }[];
  /** With the commit that each leads to, an annotated one too; the highest version first. */
  tags: { name: string; commit: string }[];
}

/** A place in a repository's history, as people name it. */
export type Ref = { branch: string } | { tag: string } | { commit: string };

const mostBytes = 8 * 1024 * 1024;

/**
 * The branches and tags of a repository as the server sees it, with the commit of each. Throws `rejected` in words when git does
 * not get there (wrong credential, no such repository), `unavailable` when the connection is lost, and what `useServer`
 * throws.
 */
export async function listRemoteHeads(
  server: Pick<Server, "workspaceId" | "id">,
  repository: Pick<GitRepository, "url">,
  access: GitAccess,
): Promise<RemoteHeads> {
  const request = header(gitRequest(repository, access));
  return readHeads(await useServer(server, (connection) => ask(connection, request)));
}

/** What the agent needs to reach a repository. */
export function gitRequest({ url }: Pick<GitRepository, "url">, access: GitAccess): HeaderValues {
  return { URL: url, ALLOW_HTTP: url.startsWith("http:") ? "1" : "0", ...credentials(access) };
}

function credentials(access: GitAccess): HeaderValues {
  if (access.kind === "basic") return { USERNAME: access.username, PASSWORD: access.password };
  if (access.kind === "key") return { PRIVATE_KEY: access.privateKey, KNOWN_HOSTS: access.knownHosts ?? "" };
  return {};
}

async function ask(connection: Connection, request: Buffer): Promise<string> {
  const { onOutput, bytes } = collect(mostBytes, "The repository has too many branches and tags to list.");
  const outcome = await runAgent(connection, "remote", request, { onOutput });
  if (outcome.kind === "lost") throw new Failure("unavailable", outcome.reason);
  const { code, reason } = outcome.answer;
  if (code !== 0) throw new Failure("rejected", reason ?? `git could not list the branches (${code}).`);
  return bytes().toString();
}

/**
 * git-ls-remote(1) with --symref: `ref: refs/heads/main<TAB>HEAD`, then `<commit><TAB><ref>`. An annotated tag is there
 * twice; the second, `refs/tags/v1^{}`, has the commit.
 */
function readHeads(answer: string): RemoteHeads {
  const heads: Pick<RemoteHeads, "defaultBranch" | "branches"> = { defaultBranch: null, branches: [] };
  const tags = new Map<string, string>();
  for (const line of answer.split("\n")) {
    const [left = "", ref = ""] = line.split("\t");
    if (ref === "HEAD" && left.startsWith(headPrefix)) heads.defaultBranch = left.slice(headPrefix.length);
    if (ref.startsWith(refPrefix)) heads.branches.push({ name: ref.slice(refPrefix.length), commit: left });
    if (ref.startsWith(tagPrefix)) tags.set(ref.slice(tagPrefix.length).replace(/\^\{\}$/, ""), left);
  }
  const sorted = [...tags].toSorted(([one], [other]) => byVersion.compare(other, one));
  return { ...heads, tags: sorted.map(([name, commit]) => ({ name, commit })) };
}

const refPrefix = "refs/heads/";
const headPrefix = `ref: ${refPrefix}`;
const byVersion = new Intl.Collator("en", { numeric: true });
const tagPrefix = "refs/tags/";
