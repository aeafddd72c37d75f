import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { serviceNames, services } from "#lib/integrations/git/index.ts";
import type { GitService } from "#lib/integrations/git/service.ts";
import { callbackUrl, knownClients, type OAuthClient } from "#lib/integrations/oauth-clients.ts";
import { shownOrigin } from "#lib/integrations/shown-origin.ts";
import { authorizeInstance } from "./owner.ts";
import type { OAuthClientsView, OAuthClientView } from "./view.ts";

export const listOAuthClientsInput = z.strictObject({});

/** The OAuth clients of the instance, without their secrets, and what it takes to register another. */
export async function listOAuthClients(
  actor: Actor,
  _: z.infer<typeof listOAuthClientsInput>,
): Promise<OAuthClientsView> {
  await authorizeInstance(actor);
  const all = await Promise.all(serviceNames.map((name) => services[name]()));
  const providers = all.map(({ home, isSelfHosted, ...service }) => ({
    ...registering(service, home),
    home,
    isSelfHosted,
  }));
  return { clients: await Promise.all((await knownClients()).map(shownClient)), providers };
}

export async function shownClient(client: OAuthClient): Promise<OAuthClientView> {
  const { id, clientId, updatedAt, origin } = client;
  const from = id === null ? ("environment" as const) : ("settings" as const);
  const shown = { id, clientId, updatedAt, from, origin: shownOrigin(origin) };
  return { ...registering(await services[client.provider](), origin), ...shown };
}

function registering({ provider, title, oauth }: Pick<GitService, "provider" | "title" | "oauth">, origin: string) {
  return {
    provider,
    title,
    callbackUrl: callbackUrl(provider),
    registerUrl: new URL(oauth.registerPath, origin).href,
    registerHint: oauth.registerHint,
  };
}
