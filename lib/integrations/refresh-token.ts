import { and, eq, isNull, sql } from "drizzle-orm";
import { db, type Transaction } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import type { Actor } from "#lib/access/actor.ts";
import { record } from "#lib/activity/record.ts";
import { Failure } from "#lib/failure.ts";
import { announce } from "#lib/jobs/listen.ts";
import { openToken, sealCredential } from "./credential.ts";
import { fewAtOnce } from "./few-at-once.ts";
import type { Integration } from "./for-project.ts";
import { isService, services } from "./git/index.ts";
import { GitTrouble } from "./git/trouble.ts";
import { refresh, type Tokens } from "./oauth.ts";
import { clientFor } from "./oauth-clients.ts";
import { shownOrigin } from "./shown-origin.ts";
import { connectedNow, needsReconnecting, noteRefreshProblem, refreshProblem, resourceOf } from "./state.ts";
import { titleOf } from "./titles.ts";

const running = new Map<string, Promise<Integration>>();

/** Each holds a connection to the database while the host thinks; a host that hangs must not get hold of them all. */
const inTurn = fewAtOnce(4);

/**
 * The integration with a token that follows the one of the given row, whoever refreshed it. The row is locked over the
 * call, so that the host is asked once however many ask here, and the new pair is committed before anybody uses it.
 * Throws `GitTrouble`; a refused refresh token makes the integration need reconnecting. `actor` is who asked by hand.
 */
export function refreshToken(integration: Integration, actor?: Actor): Promise<Integration> {
  const key = `${integration.id} ${integration.credentialVersion}`;
  const refreshing =
    running.get(key) ?? inTurn(() => refreshOnce(integration, actor)).finally(() => running.delete(key));
  running.set(key, refreshing);
  return refreshing;
}

async function refreshOnce(seen: Integration, actor: Actor | undefined): Promise<Integration> {
  const ask = await askerFor(seen);
  const { row, trouble } = await db.transaction(async (tx) => {
    const held = await hold(tx, seen);
    if (held.credentialVersion !== seen.credentialVersion) return { row: held, trouble: null };
    try {
      return { row: await keep(tx, held, await ask(held), actor), trouble: null };
    } catch (error) {
      if (!(error instanceof GitTrouble)) throw error;
      await note(tx, held, error);
      return { row: held, trouble: error };
    }
  });
  if (trouble) throw trouble;
  return row;
}

/** A host that is busy has its own place in the row. */
async function note(tx: Transaction, held: Integration, { trouble, message }: GitTrouble): Promise<void> {
  if (trouble === "token_refused") await needsReconnecting(tx, held, message);
  else if (trouble !== "rate_limited") await refreshProblem(tx, held, message);
}

/** Everything that is looked up is looked up before the lock: who waits for it must not hold what is needed. */
async function askerFor(integration: Integration): Promise<(held: Integration) => Promise<Tokens>> {
  const { provider, origin, name } = integration;
  if (!isService(provider)) throw new Failure("conflict", `${name} has no token that can be refreshed.`);
  const service = await services[provider]();
  const client = await clientFor(provider, origin);
  if (!client) {
    const gone = clientGone(integration);
    await noteRefreshProblem(integration, gone.message);
    throw gone;
  }
  return (held) => {
    const { refresh_token } = openToken(held);
    if (!refresh_token) throw new Failure("conflict", `${name} has no token that can be refreshed.`);
    return refresh(service, client, refresh_token);
  };
}

async function hold(tx: Transaction, { id, workspaceId, name }: Integration): Promise<Integration> {
  const [held] = await tx
    .select()
    .from(integrations)
    .where(and(eq(integrations.workspaceId, workspaceId), eq(integrations.id, id), isNull(integrations.removedAt)))
    .for("no key update");
  if (!held) throw new Failure("conflict", `The integration ${name} was removed.`);
  return held;
}

async function keep(tx: Transaction, held: Integration, tokens: Tokens, actor?: Actor): Promise<Integration> {
  const [row = held] = await tx
    .update(integrations)
    .set({
      ...connectedNow,
      credential: sealCredential(held, tokens.credential),
      credentialVersion: held.credentialVersion + 1,
      expiresAt: tokens.expiresAt,
      refreshedAt: sql`now()`,
      scopes: tokens.scopes ?? held.scopes,
    })
    .where(eq(integrations.id, held.id))
    .returning();
  // By itself it happens every hour or two, and is no news.
  if (actor) await record(tx, actor, "integration.refreshed", resourceOf(held));
  await announce(tx, held.workspaceId);
  return row;
}

function clientGone({ provider, origin }: Integration): Failure {
  const where = `${titleOf(provider)} at ${shownOrigin(origin)}`;
  return new Failure("conflict", `Devpilot's OAuth client for ${where} was removed, so its tokens can't be refreshed.`);
}
