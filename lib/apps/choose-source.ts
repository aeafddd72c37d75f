import { setTimeout as delay } from "node:timers/promises";
import type { Transaction } from "#db/index.ts";
import { invalid } from "#lib/failure.ts";
import { unseen } from "#lib/integrations/branches.ts";
import { findForProject, type InProject, type Integration } from "#lib/integrations/for-project.ts";
import type { GitRepository } from "#lib/integrations/git/git.ts";
import { isService } from "#lib/integrations/git/index.ts";
import { shownOrigin } from "#lib/integrations/shown-origin.ts";
import { withClient } from "#lib/integrations/use.ts";
import { keepCredential } from "./credential.ts";
import { type Credential, readAccess, readRepository, type SourceAccess } from "./source.ts";

/** A repository, and by what it will be reached: a credential that is yet to be kept, or an integration. */
export interface ChosenSource {
  repository: GitRepository;
  by: { credential: Credential } | { integration: Integration };
}

/**
 * Reads what an app of this project is to be deployed from. Throws beside `repositoryUrl` or `access`, and `not_found`
 * for an integration that the project may not use.
 */
export async function chooseSource(project: InProject, url: string, given: SourceAccess): Promise<ChosenSource> {
  if (given.kind !== "integration") {
    const repository = await readRepository(url);
    return { repository, by: { credential: await readAccess(repository.url, given) } };
  }
  const integration = await findForProject(project, given.integration);
  const repository = await readRepository(url, integration.provider);
  refuseOtherOrigin(integration, repository);
  await refuseUnseen(integration, repository);
  return { repository, by: { integration } };
}

/** Returns the id of the app's integration, or null for none. */
export async function keepSource(
  tx: Transaction,
  app: { workspaceId: string; name: string },
  { repository, by }: ChosenSource,
): Promise<string | null> {
  return "integration" in by ? by.integration.id : keepCredential(tx, app, repository, by.credential);
}

function refuseOtherOrigin({ name, origin }: Integration, repository: GitRepository): void {
  if (origin === repository.origin) return;
  throw invalid(
    "access",
    `The integration ${name} is for ${shownOrigin(origin)}, and this repository is on ${shownOrigin(repository.origin)}.`,
  );
}

const patienceMilliseconds = 3_000;

/** A host that does not answer in time is no reason: the deployment will tell. */
async function refuseUnseen(integration: Integration, { path }: GitRepository): Promise<void> {
  if (!isService(integration.provider)) return;
  const looking = withClient(integration, (client) => client.repository(path)).then(
    () => undefined,
    (error: unknown) => unseen(error, integration, path),
  );
  const refusal = await Promise.race([looking, delay(patienceMilliseconds, undefined, { ref: false })]);
  if (refusal) throw invalid("repositoryUrl", refusal.message);
}
