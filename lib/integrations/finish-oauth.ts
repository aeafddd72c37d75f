import { eq } from "drizzle-orm";
import { db } from "#db/index.ts";
import { workspaces } from "#db/schema/workspaces.ts";
import type { Actor, Member } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { Failure } from "#lib/failure.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { findOwn } from "./find-own.ts";
import { isService, services } from "./git/index.ts";
import { clientFor } from "./oauth-clients.ts";
import { exchange } from "./oauth.ts";
import { type OAuthProblem, problemOf } from "./oauth-problems.ts";
import { type BegunConsent, spendState } from "./oauth-states.ts";
import { refuseOtherAccount, saveAccount } from "./save-account.ts";

export interface Callback {
  provider: string;
  /** What the host put into the address (RFC 6749, 4.1.2). */
  parameters: URLSearchParams;
  /** The value of the browser's consent cookie. */
  browser: string | null;
  /** The member that this browser is signed in as, in the workspace of this slug. */
  memberOf(slug: string): Promise<Member>;
}

/** How a consent ended; `workspace` is the slug of the one that it began in, null when nobody knows. */
export type Finished = { workspace: string; integration: string } | { workspace: string | null; problem: OAuthProblem };

/** Ends a consent: the state is spent, the code changed for tokens, and the account connected. Never throws. */
export async function finishOAuth(callback: Callback): Promise<Finished> {
  let workspace: string | null = null;
  try {
    const { provider, parameters, browser } = callback;
    const begun = await spendState(parameters.get("state") ?? "", provider, browser);
    if (!begun) return { workspace, problem: "too_old" };
    workspace = await slugOf(begun.workspaceId);
    const actor = await whoIsBack(callback, workspace);
    if (actor?.userId !== begun.userId) return { workspace, problem: "signed_out" };
    return { workspace, ...(await connect(actor, begun, parameters)) };
  } catch (error) {
    return { workspace, problem: problemOf(error) };
  }
}

/** Null where nobody is signed in, or somebody who is no member. */
async function whoIsBack({ memberOf }: Callback, workspace: string): Promise<Member | null> {
  try {
    return await memberOf(workspace);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

type Outcome = { integration: string } | { problem: OAuthProblem };

async function connect(
  actor: Actor,
  begun: BegunConsent & { verifier: string },
  parameters: URLSearchParams,
): Promise<Outcome> {
  await authorize(actor, "integration.manage");
  const { provider, origin, integrationId, verifier } = begun;
  const again = integrationId ? await findOwn(actor.workspaceId, integrationId) : null;
  const [error, code] = [parameters.get("error"), parameters.get("code")];
  if (error !== null) return { problem: error === "access_denied" ? "denied" : "client_refused" };
  if (!code) return { problem: "away" };
  const client = await clientFor(provider, origin);
  if (!client || !isService(provider)) return { problem: "client_gone" };
  const service = await services[provider]();
  const tokens = await exchange(service, client, code, { state: parameters.get("state") ?? "", verifier });
  const token = Secret.of(tokens.credential.access_token);
  const account = await service.client({ origin, token, isPersonal: false }).account();
  if (again) refuseOtherAccount(again, account);
  return { integration: await saveAccount(actor, { provider, origin, way: "oauth", account, tokens }) };
}

async function slugOf(workspaceId: string): Promise<string> {
  const [found] = await db.select({ slug: workspaces.slug }).from(workspaces).where(eq(workspaces.id, workspaceId));
  if (!found) throw new Error("A consent belongs to a workspace, and goes with it.");
  return found.slug;
}
