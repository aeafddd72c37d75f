import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { invalid } from "#lib/failure.ts";
import { git } from "#lib/integrations/git/index.ts";
import { listRemoteHeads, type RemoteHeads } from "#lib/servers/remote.ts";
import { providerOf, readAccess, readRepository, repositoryUrl, sourceAccess } from "./source.ts";

export const trySourceInput = z.strictObject({ server: z.string(), repositoryUrl, access: sourceAccess });

/**
 * Whether a server reaches a repository, before an app is made of it: its branches, or in words why not. Nothing is kept.
 * A deploy key can't be tried this way, since it is made with the app.
 */
export async function trySource(actor: Actor, input: z.infer<typeof trySourceInput>): Promise<RemoteHeads> {
  const server = await authorize(actor, "server.use", input.server);
  if (input.access.kind === "deploy_key") {
    throw invalid(
      "access",
      "A deploy key is made with the app: make the app, add its key to the host, then look again.",
    );
  }
  const repository = await readRepository(input.repositoryUrl);
  const { secret } = await readAccess(repository.url, input.access);
  const host = await git[providerOf(repository.url)]();
  return listRemoteHeads(server, repository, host.access(secret));
}
