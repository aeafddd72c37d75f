import { and, eq, isNull } from "drizzle-orm";
import { db } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import type { App } from "#lib/access/authorize.ts";
import { Failure } from "#lib/failure.ts";
import type { GitAccess, GitRepository } from "#lib/integrations/git/git.ts";
import { git } from "#lib/integrations/git/index.ts";
import { open } from "#lib/secrets/vault.ts";
import { placeOfCredential } from "./credential.ts";
import { providerOf } from "./source.ts";

/** The repository of an app and what a server needs to reach it. Throws when its credential is gone or elsewhere's. */
export async function openSource(app: App): Promise<{ repository: GitRepository; access: GitAccess }> {
  const host = await git[providerOf(app.repositoryUrl)]();
  const repository = host.parse(app.repositoryUrl);
  if (!app.integrationId) return { repository, access: host.access(null) };
  const [integration] = await db
    .select()
    .from(integrations)
    .where(
      and(
        eq(integrations.workspaceId, app.workspaceId),
        eq(integrations.id, app.integrationId),
        isNull(integrations.removedAt),
      ),
    );
  if (!integration?.credential || integration.origin !== repository.origin) throw credentialGone(app.name);
  const opened = open(integration.credential, placeOfCredential(integration)).reveal();
  return { repository, access: host.access(JSON.parse(opened)) };
}

function credentialGone(name: string): Failure {
  return new Failure(
    "conflict",
    `The credentials for the repository of ${name} are gone. Give them again in its settings.`,
  );
}
