import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { invalid } from "#lib/failure.ts";
import { announce } from "#lib/jobs/listen.ts";
import { newPair } from "./connect-ssh.ts";
import { checkedAccount, personal, refuseWithoutTokens } from "./connect-token.ts";
import { sealCredential } from "./credential.ts";
import { type Facts, factsOf, storedFacts, type Way } from "./facts.ts";
import { secretText } from "./fields.ts";
import { findOwn, holdOwn } from "./find-own.ts";
import type { Integration } from "./for-project.ts";
import { git, isService, services } from "./git/index.ts";
import { limitTries } from "./limit-tries.ts";
import { rereadIntegration } from "./rows.ts";
import { refuseOtherAccount, replaceTokens } from "./save-account.ts";
import { connectedNow, resourceOf } from "./state.ts";
import { readUrl, tryRepository } from "./try-repository.ts";

export const replaceCredentialInput = z.strictObject({
  integration: z.string(),
  /** For an account. */
  token: secretText("The token").optional(),
  /** For a user name and password. */
  username: z.string().trim().max(255).optional(),
  password: secretText("The password or token").optional(),
  /** For a key: a new pair, whose public half has to be on the host before the next deployment. */
  generated: z.literal(true).optional(),
});

type Input = z.infer<typeof replaceCredentialInput>;

/** Checks the new credential, then puts it in the place of the old one, which is gone with that. */
export async function replaceCredential(actor: Actor, input: Input) {
  await authorize(actor, "integration.manage");
  const integration = await findOwn(actor.workspaceId, input.integration);
  await limitTries(actor, "replace");
  const put = await replacers[factsOf(integration).way](integration, input);
  await db.transaction(async (tx) => {
    const held = await holdOwn(tx, integration.workspaceId, integration.id);
    await put(tx, held);
    await record(tx, actor, "integration.replaced", resourceOf(held));
    await announce(tx, held.workspaceId);
  });
  return rereadIntegration(actor.workspaceId, integration.id);
}

/** Checks what was given, and answers what keeps it. */
type Replacer = (
  integration: Integration,
  input: Input,
) => Promise<(tx: Transaction, held: Integration) => Promise<void>>;

const replacers: Record<Way, Replacer> = { oauth: byToken, token: byToken, basic: byPassword, key: byKey };

async function byToken(integration: Integration, { token }: Input): ReturnType<Replacer> {
  const { provider, origin } = integration;
  if (!isService(provider)) throw new Error(`${provider} has no accounts.`);
  const service = await services[provider]();
  refuseWithoutTokens(service);
  if (!token) throw invalid("token", "The token is missing.");
  const account = await checkedAccount(service, origin, token);
  refuseOtherAccount(integration, account);
  return (tx, held) => replaceTokens(tx, held, { provider, origin, way: "token", account, tokens: personal(token) });
}

async function byPassword(integration: Integration, { username, password }: Input): ReturnType<Replacer> {
  if (!password) throw invalid("password", "The password or token is missing.");
  const before = factsOf(integration);
  const facts = { ...before, username: username ?? before.username ?? "" };
  const repository = await readUrl("https", before.repositoryUrl ?? "");
  const credential = { username: facts.username, password: password.reveal() };
  await tryRepository(repository, (await git.https()).access(credential), facts);
  return (tx, held) => put(tx, held, facts, credential, connectedNow);
}

/** Nobody can log in with a pair that is made now: it waits until it was added on the host and tested. */
async function byKey(integration: Integration, { generated }: Input): ReturnType<Replacer> {
  if (!generated) throw invalid("generated", "A key is replaced by a pair that Devpilot makes.");
  const facts = factsOf(integration);
  const { publicKey, credential } = newPair(facts.knownHosts ?? null);
  return (tx, held) => put(tx, held, { ...facts, publicKey }, credential, { state: "pending", stateReason: null });
}

async function put(
  tx: Transaction,
  held: Integration,
  facts: Facts,
  credential: object,
  state: typeof connectedNow | { state: "pending"; stateReason: null },
): Promise<void> {
  const credentialVersion = sql`${integrations.credentialVersion} + 1`;
  await tx
    .update(integrations)
    .set({ ...state, credentialVersion, facts: storedFacts(facts), credential: sealCredential(held, credential) })
    .where(eq(integrations.id, held.id));
}
