import { and, eq, sql } from "drizzle-orm";
import { db } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import type { App } from "#lib/access/authorize.ts";
import { Failure } from "#lib/failure.ts";
import { type Integration, isOpenTo } from "#lib/integrations/for-project.ts";
import type { GitAccess, GitRepository } from "#lib/integrations/git/git.ts";
import { isService } from "#lib/integrations/git/index.ts";
import { freshAccess } from "#lib/integrations/use.ts";
import { gitHost, providerOf } from "./source.ts";

/**
 * The repository of an app and what a server needs to reach it, fresh each time: a token that ends soon is renewed first.
 * Throws when the credential is gone, is elsewhere's, or may not be used by the app's project any more.
 */
export async function openSource(app: App): Promise<{ repository: GitRepository; access: GitAccess }> {
  if (!app.integrationId) return openForAnybody(app);
  const integration = await findFor(app, app.integrationId);
  const repository = (await gitHost(integration.provider)).parse(app.repositoryUrl);
  if (integration.origin !== repository.origin) throw credentialGone(app.name);
  return { repository, access: await freshAccess(integration) };
}

/** The account on a git host that can be asked about an app's repository; null where only git reaches it. */
export async function openAccount(app: App): Promise<{ integration: Integration; path: string } | null> {
  if (!app.integrationId) return null;
  const integration = await findFor(app, app.integrationId);
  if (!integration.isShared || !isService(integration.provider)) return null;
  const { origin, path } = (await gitHost(integration.provider)).parse(app.repositoryUrl);
  if (integration.origin !== origin) throw credentialGone(app.name);
  return { integration, path };
}

async function openForAnybody(app: App) {
  const host = await gitHost(providerOf(app.repositoryUrl));
  return { repository: host.parse(app.repositoryUrl), access: host.access(null) };
}

async function findFor(app: App, id: string): Promise<Integration> {
  const [found] = await db
    .select({ integration: integrations, isOpen: isOpenTo(sql`${app.projectId}`) })
    .from(integrations)
    .where(and(eq(integrations.workspaceId, app.workspaceId), eq(integrations.id, id)));
  if (!found) throw credentialGone(app.name);
  const { integration, isOpen } = found;
  if (!integration.credential || integration.removedAt)
    throw integration.isShared ? removed(integration) : credentialGone(app.name);
  if (integration.isShared && !isOpen) throw limited(integration);
  return integration;
}

function credentialGone(name: string): Failure {
  return new Failure(
    "conflict",
    `The credentials for the repository of ${name} are gone. Give them again in its settings.`,
  );
}

function removed({ name }: Integration): Failure {
  return new Failure("conflict", `The integration ${name} was removed. Choose another one in the app's settings.`);
}

function limited({ name }: Integration): Failure {
  return new Failure(
    "conflict",
    `The integration ${name} is limited to other projects. Choose another one in the app's settings.`,
  );
}
