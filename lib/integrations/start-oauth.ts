import { z } from "zod";
import type { Member } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { parse } from "#lib/access/entry.ts";
import { hashToken } from "#lib/access/token.ts";
import { env } from "#lib/env.ts";
import { Failure, invalid } from "#lib/failure.ts";
import { originField, serviceProvider } from "./fields.ts";
import { findOwn } from "./find-own.ts";
import { services } from "./git/index.ts";
import type { GitService } from "./git/service.ts";
import { limitTries } from "./limit-tries.ts";
import { authorizeUrl, makeVerifier } from "./oauth.ts";
import { clientFor, knownClients, type OAuthClient } from "./oauth-clients.ts";
import { consentSeconds, keepState } from "./oauth-states.ts";
import { shownOrigin } from "./shown-origin.ts";
import { storedOrigin } from "./stored-origin.ts";

const startOAuthInput = z.strictObject({
  provider: serviceProvider,
  origin: originField,
  /** Authorises this one again in place. */
  integration: z.string().optional(),
});

/**
 * Holds the end of a consent that belongs to the browser; sent back to the callback alone. Each consent has its own, so
 * that one in another tab does not undo it.
 */
export function consentCookie(state: string) {
  return { name: `devpilot.oauth.${hashToken(state).toString("hex").slice(0, 16)}`, path: "/api/oauth" };
}

/** Begins a consent: where to send the browser, and the cookie that it must come back with. */
export async function startOAuth(
  actor: Member,
  wish: { provider: string; origin?: string | undefined; integration?: string | undefined },
) {
  await authorize(actor, "integration.manage");
  const { provider, origin, integration } = parse(startOAuthInput, wish);
  await limitTries(actor, "consent");
  const service = await services[provider]();
  const again = integration ? await findOwn(actor.workspaceId, integration) : null;
  if (again && again.provider !== provider)
    throw invalid("provider", `${again.name} is not an account of ${service.title}.`);
  const client = await clientAt(service, again ? again.origin : await chosenOrigin(service, origin));
  const { workspaceId, userId } = actor;
  const begun = { workspaceId, userId, provider, origin: client.origin, integrationId: again?.id ?? null };
  const verifier = makeVerifier();
  const { state, browser } = await keepState(begun, verifier);
  return { url: await authorizeUrl(service, client, { state, verifier }), cookie: cookieOf(state, browser) };
}

/** Where nobody says which, the only host that has a client, or the public one. */
async function chosenOrigin(service: GitService, typed: string | undefined): Promise<string> {
  if (typed?.trim()) return storedOrigin(typed);
  const [only, ...others] = (await knownClients()).filter(({ provider }) => provider === service.provider);
  return only && others.length === 0 ? only.origin : storedOrigin(service.home);
}

async function clientAt({ provider, title }: GitService, origin: string): Promise<OAuthClient> {
  const client = await clientFor(provider, origin);
  if (client) return client;
  throw new Failure(
    "conflict",
    `Devpilot is not registered with ${title} at ${shownOrigin(origin)} yet. The owner of the instance can do that in its settings.`,
  );
}

function cookieOf(state: string, value: string) {
  const secure = env.url.startsWith("https:");
  return { ...consentCookie(state), value, maxAge: consentSeconds, httpOnly: true, sameSite: "lax" as const, secure };
}
