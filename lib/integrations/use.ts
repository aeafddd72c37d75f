import { and, eq } from "drizzle-orm";
import { db } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import { Failure } from "#lib/failure.ts";
import { openCredential, openToken } from "./credential.ts";
import type { Integration } from "./for-project.ts";
import type { GitAccess } from "./git/git.ts";
import { git, isService, services } from "./git/index.ts";
import type { GitClient } from "./git/service.ts";
import { GitTrouble } from "./git/trouble.ts";
import { providerOf } from "./provider-of.ts";
import { refreshToken } from "./refresh-token.ts";
import { noteNeedsReconnecting, noteRateLimit } from "./state.ts";
import { Secret } from "#lib/secrets/secret.ts";

const earlySeconds = 300;

/**
 * Works as an account, with a token that holds. `work` is begun a second time after the host refused the token and
 * another was got; when that one is refused too, the integration needs reconnecting. Throws `GitTrouble`, and a Failure
 * `conflict` for an integration that is gone, is no account, or waits to be reconnected.
 */
export async function withClient<T>(
  { workspaceId, id }: Pick<Integration, "workspaceId" | "id">,
  work: (client: GitClient, integration: Integration) => Promise<T>,
): Promise<T> {
  const integration = await find(workspaceId, id);
  if (integration.state === "needs_reconnecting") throw brokenOff(integration);
  return asAccount(integration, work);
}

/** The same, whatever state the integration is in: to find out whether it works. */
export async function asAccount<T>(
  integration: Integration,
  work: (client: GitClient, integration: Integration) => Promise<T>,
): Promise<T> {
  refuseWhileLimited(integration);
  let current = integration;
  try {
    current = await fresh(integration);
    try {
      return await work(await clientOf(current), current);
    } catch (error) {
      if (!isRefused(error) || !canRefresh(current)) throw error;
      current = await refreshToken(current);
      return await work(await clientOf(current), current);
    }
  } catch (error) {
    if (isRefused(error)) await noteNeedsReconnecting(current, error.message);
    if (error instanceof GitTrouble && error.until) await noteRateLimit(current, error.until);
    throw error;
  }
}

/** What git itself needs to reach the integration's repositories, with a token that holds for minutes at least. */
export async function freshAccess(integration: Integration): Promise<GitAccess> {
  if (integration.state === "needs_reconnecting") throw brokenOff(integration);
  const host = await git[providerOf(integration)]();
  return host.access(openCredential(await fresh(integration)));
}

/** Renewed where it ends soon. Where nobody could be asked, a token that has not ended yet must do. */
async function fresh(integration: Integration): Promise<Integration> {
  const left = (integration.expiresAt?.getTime() ?? Infinity) - Date.now();
  if (left > earlySeconds * 1000 || !canRefresh(integration)) return integration;
  try {
    return await refreshToken(integration);
  } catch (error) {
    if (left > 0 && !isRefused(error)) return integration;
    throw error;
  }
}

async function find(workspaceId: string, id: string): Promise<Integration> {
  const [found] = await db
    .select()
    .from(integrations)
    .where(and(eq(integrations.workspaceId, workspaceId), eq(integrations.id, id)));
  if (!found || found.removedAt) throw new Failure("conflict", "The integration was removed.");
  return found;
}

async function clientOf(integration: Integration): Promise<GitClient> {
  const { provider, origin, name } = integration;
  if (!isService(provider)) throw new Failure("conflict", `${name} is no account that Devpilot can ask.`);
  const { access_token, is_personal } = openToken(integration);
  const service = await services[provider]();
  return service.client({ origin, token: Secret.of(access_token), isPersonal: is_personal });
}

function canRefresh(integration: Integration): boolean {
  return isService(integration.provider) && openToken(integration).refresh_token !== null;
}

function refuseWhileLimited({ name, rateLimitedUntil }: Integration): void {
  if (!rateLimitedUntil || rateLimitedUntil <= new Date()) return;
  const message = `The host takes no more requests of ${name} until ${rateLimitedUntil.toISOString()}.`;
  throw new GitTrouble("rate_limited", message, { until: rateLimitedUntil });
}

function isRefused(error: unknown): error is GitTrouble {
  return error instanceof GitTrouble && error.trouble === "token_refused";
}

function brokenOff({ name, stateReason }: Integration): Failure {
  const reason = stateReason ? ` ${stateReason}` : "";
  return new Failure("conflict", `${name} needs reconnecting in the settings, Integrations.${reason}`);
}
