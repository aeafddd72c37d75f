import { and, eq, isNull, sql } from "drizzle-orm";
import { newId } from "#db/columns.ts";
import { db, type Transaction } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import type { Actor } from "#lib/access/actor.ts";
import { record } from "#lib/activity/record.ts";
import { Failure } from "#lib/failure.ts";
import { announce } from "#lib/jobs/listen.ts";
import { sealCredential } from "./credential.ts";
import { storedFacts, type Way } from "./facts.ts";
import type { Integration } from "./for-project.ts";
import type { ServiceName } from "./git/index.ts";
import type { Account } from "./git/service.ts";
import type { Tokens } from "./oauth.ts";
import { connectedNow, resourceOf } from "./state.ts";

export interface ConnectedAccount {
  provider: ServiceName;
  origin: string;
  way: Extract<Way, "oauth" | "token">;
  account: Account;
  tokens: Tokens;
  /** Left out, the account's own. */
  name?: string | undefined;
}

/** Keeps an account with its tokens, in the place of the same account where it is connected. Returns the integration's id. */
export async function saveAccount(actor: Actor, connected: ConnectedAccount): Promise<string> {
  return db.transaction(async (tx) => {
    const made = await add(tx, actor, connected);
    const id = made ?? (await renew(tx, actor, connected));
    await announce(tx, actor.workspaceId);
    return id;
  });
}

/** Null when this account is connected already. */
async function add(tx: Transaction, actor: Actor, connected: ConnectedAccount): Promise<string | null> {
  const { provider, origin, account, name = account.login } = connected;
  const row = { id: newId(), workspaceId: actor.workspaceId, kind: "git" as const, provider, name, origin };
  const values = { ...row, ...renewed(row, connected), isShared: true, createdBy: actor.label };
  const [made] = await tx
    .insert(integrations)
    .values(values)
    .onConflictDoNothing()
    .returning({ id: integrations.id, name: integrations.name });
  if (!made) return null;
  await record(tx, actor, "integration.connected", resourceOf(made), { provider, origin, account: account.login });
  return made.id;
}

async function renew(tx: Transaction, actor: Actor, connected: ConnectedAccount): Promise<string> {
  const { provider, origin, account } = connected;
  const same = and(
    eq(integrations.workspaceId, actor.workspaceId),
    eq(integrations.provider, provider),
    eq(integrations.origin, origin),
    eq(integrations.subject, account.subject),
    isNull(integrations.removedAt),
  );
  const [held] = await tx.select().from(integrations).where(same).for("no key update");
  // Removed in this very moment: then it is new again.
  if (!held) return (await add(tx, actor, connected)) ?? renew(tx, actor, connected);
  await replaceTokens(tx, held, connected);
  await record(tx, actor, "integration.reauthorised", resourceOf(held), { provider, origin, account: account.login });
  return held.id;
}

/** Puts an account's new tokens in the place of those that it had. */
export async function replaceTokens(tx: Transaction, held: Integration, connected: ConnectedAccount): Promise<void> {
  await tx
    .update(integrations)
    .set({ ...renewed(held, connected), credentialVersion: held.credentialVersion + 1 })
    .where(eq(integrations.id, held.id));
}

/** An integration stays the account that it is. */
export function refuseOtherAccount({ name, account, subject }: Integration, { login, ...given }: Account): void {
  if (given.subject === subject) return;
  const advice = `Connect ${login} as an integration of its own.`;
  throw new Failure("conflict", `${name} is the account ${account}, and this is ${login}. ${advice}`);
}

function renewed(row: { id: string; workspaceId: string }, { way, account, tokens }: ConnectedAccount) {
  return {
    ...connectedNow,
    credential: sealCredential(row, tokens.credential),
    facts: storedFacts({ way }),
    expiresAt: tokens.expiresAt,
    refreshedAt: way === "oauth" ? sql`now()` : null,
    subject: account.subject,
    account: account.login,
    scopes: tokens.scopes ?? account.scopes,
  };
}
