import { asc } from "drizzle-orm";
import { db } from "#db/index.ts";
import { oauthClients } from "#db/schema/integrations.ts";
import { env } from "#lib/env.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { open, type Place } from "#lib/secrets/vault.ts";
import { isService, type ServiceName, services } from "./git/index.ts";
import { storedOrigin } from "./stored-origin.ts";

/** An application that the operator registered with a git host. */
export interface OAuthClient {
  /** Null for one from the environment. */
  id: string | null;
  provider: ServiceName;
  origin: string;
  clientId: string;
  clientSecret: Secret;
  updatedAt: Date | null;
}

/** Every OAuth client of the instance. One from the environment hides one of the settings with the same origin. */
export async function knownClients(): Promise<OAuthClient[]> {
  const given = await fromEnvironment();
  const rows = await db.select().from(oauthClients).orderBy(asc(oauthClients.provider), asc(oauthClients.origin));
  const kept = rows.flatMap((row) => fromSettings(row));
  return [...given, ...kept.filter((one) => !given.some((other) => isSame(one, other)))];
}

export async function clientFor(provider: string, origin: string): Promise<OAuthClient | null> {
  return (await knownClients()).find((client) => isSame(client, { provider, origin })) ?? null;
}

/** The same for every origin of a provider, and from configuration alone. */
export function callbackUrl(provider: string): string {
  return `${env.url}/api/oauth/${provider}/callback`;
}

/** Where a client's secret is sealed: clients belong to the instance and to no workspace. */
export function placeOfClient(id: string): Place {
  return { workspaceId: "instance", table: "oauth_clients", row: id, column: "client_secret" };
}

function fromEnvironment(): Promise<OAuthClient[]> {
  const known = env.oauthClients.flatMap(({ provider, ...rest }) =>
    isService(provider) ? [{ provider, ...rest }] : [],
  );
  return Promise.all(
    known.map(async ({ provider, clientId, clientSecret, url }) => ({
      id: null,
      provider,
      origin: storedOrigin(url ?? (await services[provider]()).home),
      clientId,
      clientSecret: Secret.of(clientSecret),
      updatedAt: null,
    })),
  );
}

function fromSettings({ provider, ...row }: typeof oauthClients.$inferSelect): OAuthClient[] {
  if (!isService(provider)) return [];
  const { id, origin, clientId, updatedAt } = row;
  return [{ id, provider, origin, clientId, updatedAt, clientSecret: open(row.clientSecret, placeOfClient(id)) }];
}

function isSame(one: { provider: string; origin: string }, other: { provider: string; origin: string }): boolean {
  return one.provider === other.provider && one.origin === other.origin;
}
