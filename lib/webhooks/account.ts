import { and, eq } from "drizzle-orm";
import { db } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import type { App } from "#lib/access/authorize.ts";
import { isService, type ServiceName, services } from "#lib/integrations/git/index.ts";

/** The account on a git host through which an app's repository can be asked about, or in words why there is none. */
export type AppAccount =
  | { kind: "account"; service: ServiceName; integration: { workspaceId: string; id: string }; path: string }
  | { kind: "none"; reason: string };

export async function accountOf(app: App): Promise<AppAccount> {
  const integration = await integrationOf(app);
  if (!integration) return { kind: "none", reason: "The repository is reached without an account on its host." };
  if (integration.removedAt)
    return { kind: "none", reason: "The account of the repository was removed from Devpilot." };
  const { provider, isShared, workspaceId, id } = integration;
  if (!isShared || !isService(provider)) {
    return { kind: "none", reason: "The repository is reached with git's own credentials, which can't add webhooks." };
  }
  const service = await services[provider]();
  const { path } = service.parse(app.repositoryUrl);
  return { kind: "account", service: provider, integration: { workspaceId, id }, path };
}

export async function integrationOf(app: Pick<App, "workspaceId" | "integrationId">) {
  if (!app.integrationId) return undefined;
  const [found] = await db
    .select()
    .from(integrations)
    .where(and(eq(integrations.workspaceId, app.workspaceId), eq(integrations.id, app.integrationId)));
  return found;
}
