import { and, eq, sql } from "drizzle-orm";
import { type Database, db, type Transaction } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import type { App } from "#lib/access/authorize.ts";
import { type Integration, isOpenTo } from "#lib/integrations/for-project.ts";
import { isService, type ServiceName, services } from "#lib/integrations/git/index.ts";

/** The account on a git host through which an app's repository can be asked about, or in words why there is none. */
export type AppAccount =
  | { kind: "account"; service: ServiceName; integration: { workspaceId: string; id: string }; path: string }
  | { kind: "none"; reason: string };

export async function accountOf(app: App): Promise<AppAccount> {
  const found = await integrationOf(db, app);
  if (!found) return { kind: "none", reason: "The repository is reached without an account on its host." };
  const { problem, integration } = found;
  if (problem) return { kind: "none", reason: problem };
  const { provider, isShared, workspaceId, id } = integration;
  if (!isShared || !isService(provider)) {
    return { kind: "none", reason: "The repository is reached with git's own credentials, which can't add webhooks." };
  }
  const service = await services[provider]();
  const { path } = service.parse(app.repositoryUrl);
  return { kind: "account", service: provider, integration: { workspaceId, id }, path };
}

export interface AppIntegration {
  integration: Integration;
  /** Why the app can't use it now, in words. */
  problem: string | null;
}

/** The integration that an app's repository is reached with, if any. */
export async function integrationOf(on: Database | Transaction, app: App): Promise<AppIntegration | undefined> {
  if (!app.integrationId) return undefined;
  const [found] = await on
    .select({ integration: integrations, isOpen: isOpenTo(sql`${app.projectId}`) })
    .from(integrations)
    .where(and(eq(integrations.workspaceId, app.workspaceId), eq(integrations.id, app.integrationId)));
  return found && { integration: found.integration, problem: problemOf(found) };
}

function problemOf({ integration, isOpen }: { integration: Integration; isOpen: boolean }): string | null {
  const { name, removedAt, isShared, state, stateReason } = integration;
  if (removedAt) return `The integration ${name} was removed. Choose another one in the app's settings.`;
  if (isShared && !isOpen) return `The integration ${name} is limited to other projects. Choose another one.`;
  return state === "needs_reconnecting" ? `${name} has to be connected again. ${stateReason ?? ""}`.trim() : null;
}
