import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { invalid } from "#lib/failure.ts";
import type { GitAccess } from "#lib/integrations/git/git.ts";
import { freshAccess } from "#lib/integrations/use.ts";
import { listRemoteHeads, type RemoteHeads } from "#lib/servers/remote.ts";
import { chooseSource, type ChosenSource } from "./choose-source.ts";
import { gitHost, providerOf, repositoryUrl, sourceAccess } from "./source.ts";

export const trySourceInput = z.strictObject({
  server: z.string(),
  repositoryUrl,
  access: sourceAccess,
  /** For an integration: the project in which the app will be made. */
  project: z.string().optional(),
});

type Input = z.infer<typeof trySourceInput>;

/**
 * Whether a server reaches a repository, before an app is made of it: its branches, or in words why not. Nothing is kept.
 * A deploy key can't be tried this way, since it is made with the app.
 */
export async function trySource(actor: Actor, input: Input): Promise<RemoteHeads> {
  const server = await authorize(actor, "server.use", input.server);
  const project = await projectOf(actor, input);
  if (input.access.kind === "deploy_key") {
    throw invalid(
      "access",
      "A deploy key is made with the app: make the app, add its key to the host, then look again.",
    );
  }
  const chosen = await chooseSource(project, input.repositoryUrl, input.access);
  return listRemoteHeads(server, chosen.repository, await accessOf(chosen));
}

/** Which integrations may be used depends on it; credentials of one's own belong to no project yet. */
async function projectOf(actor: Actor, { project, access }: Input): Promise<{ workspaceId: string; id: string }> {
  if (project !== undefined) return authorize(actor, "app.create", project);
  if (access.kind !== "integration") return { workspaceId: actor.workspaceId, id: "" };
  throw invalid(
    "project",
    "Name the project in which the app will be made: it decides which integrations may be used.",
  );
}

async function accessOf({ repository, by }: ChosenSource): Promise<GitAccess> {
  if ("integration" in by) return freshAccess(by.integration);
  const host = await gitHost(providerOf(repository.url));
  return host.access(by.credential.secret);
}
