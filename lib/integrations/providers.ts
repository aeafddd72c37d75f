import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { gitProviders, isService, services } from "./git/index.ts";
import type { GitService } from "./git/service.ts";
import { callbackUrl, knownClients, type OAuthClient } from "./oauth-clients.ts";
import { shownOrigin } from "./shown-origin.ts";
import { titleOf } from "./titles.ts";
import type { ProviderView } from "./view.ts";

export const listProvidersInput = z.strictObject({});

/** Every way to connect, services first, with what each of them needs. */
export async function listProviders(actor: Actor, _: z.infer<typeof listProvidersInput>): Promise<ProviderView[]> {
  await authorize(actor, "integration.manage");
  const clients = await knownClients();
  const all = gitProviders.toSorted((one, other) => Number(isService(other)) - Number(isService(one)));
  return Promise.all(
    all.map(async (provider) => {
      const service = isService(provider) ? await services[provider]() : null;
      const basics = { provider, title: titleOf(provider) };
      return service ? { ...basics, ...offered(service, clients) } : { ...basics, ...nothingOffered };
    }),
  );
}

function offered(service: GitService, clients: OAuthClient[]) {
  const { provider, home, isSelfHosted, token, oauth } = service;
  const origins = clients.filter((client) => client.provider === provider).map(({ origin }) => shownOrigin(origin));
  return {
    home,
    isSelfHosted,
    origins,
    hasOAuth: origins.length > 0,
    token: token && { name: token.name, hint: token.hint, makeUrl: new URL(token.makePath, home).href },
    scopes: [...oauth.scopes],
    callbackUrl: callbackUrl(provider),
  };
}

const nothingOffered = {
  home: null,
  isSelfHosted: false,
  origins: [],
  hasOAuth: false,
  token: null,
  scopes: [],
  callbackUrl: null,
};
