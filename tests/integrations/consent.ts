import { afterAll } from "vitest";
import type { Member } from "#lib/access/actor.ts";
import { putOAuthClient } from "#lib/instance/put-oauth-client.ts";
import { finishOAuth } from "#lib/integrations/finish-oauth.ts";
import type { ServiceName } from "#lib/integrations/git/index.ts";
import { callbackUrl } from "#lib/integrations/oauth-clients.ts";
import { startOAuth } from "#lib/integrations/start-oauth.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { startBitbucket } from "#tests/peers/bitbucket.ts";
import type { GitService } from "#tests/peers/git-service/service.ts";
import { pressOnConsent } from "#tests/peers/git-service/visit.ts";
import { startGitHub } from "#tests/peers/github.ts";
import { startGitLab } from "#tests/peers/gitlab.ts";
import type { World } from "#tests/support/world.ts";

const starters: Record<ServiceName, () => Promise<GitService>> = {
  github: () => startGitHub(),
  gitlab: () => startGitLab(),
  bitbucket: () => startBitbucket(),
};

/** A stand-in of a host that the instance is registered with; "ana" is signed in there. It stops with the test file. */
export async function registeredHost(world: Pick<World, "owner">, provider: ServiceName): Promise<GitService> {
  const service = await starters[provider]();
  afterAll(() => service.stop());
  service.addUser("ana");
  service.allow(callbackUrl(provider));
  // There is no second Bitbucket that the settings page would take.
  if (provider === "bitbucket") registerInEnvironment(service);
  else await register(world, service);
  return service;
}

export function register(
  { owner }: Pick<World, "owner">,
  { provider, url, client }: GitService,
  secret = client.secret,
) {
  return putOAuthClient(owner.actor, { provider, origin: url, clientId: client.id, clientSecret: Secret.of(secret) });
}

function registerInEnvironment({ url, client }: GitService): void {
  process.env.DEVPILOT_BITBUCKET_URL = url;
  process.env.DEVPILOT_BITBUCKET_CLIENT_ID = client.id;
  process.env.DEVPILOT_BITBUCKET_CLIENT_SECRET = client.secret;
}

export interface Visit {
  service: GitService;
  decision?: "authorize" | "cancel";
  /** The integration to be authorised again. */
  integration?: string;
}

/** As far as the host's redirect back: what the browser then holds. */
export async function consent(actor: Member, { service, decision = "authorize", integration }: Visit) {
  const { url, cookie } = await startOAuth(actor, { provider: service.provider, origin: service.url, integration });
  return { parameters: (await pressOnConsent(url, decision)).searchParams, browser: cookie.value, url, cookie };
}

/** The whole way; answers how it finished. */
export async function connect(actor: Member, visit: Visit) {
  const { parameters, browser } = await consent(actor, visit);
  return finishOAuth({ provider: visit.service.provider, parameters, browser, memberOf: async () => actor });
}

/** The same, for a test that is about what comes after. */
export async function connected(actor: Member, service: GitService): Promise<string> {
  const finished = await connect(actor, { service });
  if ("integration" in finished) return finished.integration;
  throw new Error(finished.problem);
}
