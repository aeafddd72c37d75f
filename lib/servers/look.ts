import type { Server } from "#lib/access/authorize.ts";
import { collect } from "#lib/agent/collect.ts";
import { header } from "#lib/agent/header.ts";
import { runAgent } from "#lib/agent/run.ts";
import { Failure } from "#lib/failure.ts";
import type { GitAccess, GitRepository } from "#lib/integrations/git/git.ts";
import type { Connection } from "#lib/ssh/connection.ts";
import { useServer } from "./open.ts";
import { gitRequest, type Ref } from "./remote.ts";
import { readSight, type Sight } from "./sight.ts";

const mostBytes = 64 * 1024 * 1024;

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
  const { onOutput, bytes } = collect(mostBytes, "The repository has too many files to look at.");
  const outcome = await runAgent(connection, "look", request, { onOutput });
  if (outcome.kind === "lost") throw new Failure("unavailable", outcome.reason);
  const { code, reason } = outcome.answer;
  if (code !== 0) throw new Failure("rejected", reason ?? `The server could not look at the repository (${code}).`);
  return bytes();
}
