import { eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { Failure, invalid } from "#lib/failure.ts";
import { announce } from "#lib/jobs/listen.ts";
import { openCredential, sealCredential } from "./credential.ts";
import { factsOf, storedFacts } from "./facts.ts";
import { findOwn, holdOwn } from "./find-own.ts";
import type { Integration } from "./for-project.ts";
import { git, isService } from "./git/index.ts";
import { limitTries } from "./limit-tries.ts";
import { rereadIntegration } from "./rows.ts";
import { providerOf } from "./provider-of.ts";
import { refuseOtherAccount } from "./save-account.ts";
import { connectedNow, resourceOf } from "./state.ts";
import { readUrl, refuseOtherOrigin, tryRepository } from "./try-repository.ts";
import { asAccount } from "./use.ts";

export const testIntegrationInput = z.strictObject({
  integration: z.string(),
  /** For a user name and password, or a key: left out, the one that was tried last. */
  repositoryUrl: z.string().max(2048).optional(),
});

/** Tries an integration on its host now. It is connected from then on, or the Failure says why not. */
export async function testIntegration(actor: Actor, input: z.infer<typeof testIntegrationInput>) {
  await authorize(actor, "integration.manage");
  const integration = await findOwn(actor.workspaceId, input.integration);
  await limitTries(actor, "test");
  if (isService(integration.provider)) await testAccount(actor, integration);
  else await testCredential(actor, integration, input.repositoryUrl);
  return rereadIntegration(actor.workspaceId, integration.id);
}

async function testAccount(actor: Actor, integration: Integration): Promise<void> {
  const { account, current } = await asAccount(integration, async (client, used) => ({
    account: await client.account(),
    current: used,
  }));
  refuseOtherAccount(integration, account);
  await noteWorks(actor, current, { account: account.login, scopes: account.scopes ?? current.scopes });
}

async function testCredential(actor: Actor, integration: Integration, url: string | undefined): Promise<void> {
  const facts = factsOf(integration);
  const provider = providerOf(integration);
  const wanted = url?.trim() ? url : facts.repositoryUrl;
  if (!wanted) throw invalid("repositoryUrl", "Give the URL of a repository to try.");
  const repository = await readUrl(provider, wanted);
  refuseOtherOrigin(integration, repository);
  const credential = openCredential(integration);
  const { knownHosts } = await tryRepository(repository, (await git[provider]()).access(credential), facts);
  await noteWorks(actor, integration, {
    facts: storedFacts({ ...facts, repositoryUrl: repository.url, ...(knownHosts && { knownHosts }) }),
    ...(knownHosts && { credential: sealCredential(integration, { ...credential, known_hosts: knownHosts }) }),
  });
}

/** Only of the credential that was tried: another may have taken its place meanwhile. */
async function noteWorks(
  actor: Actor,
  tried: Integration,
  news: Partial<typeof integrations.$inferInsert>,
): Promise<void> {
  await db.transaction(async (tx) => {
    const held = await holdOwn(tx, tried.workspaceId, tried.id);
    if (held.credentialVersion !== tried.credentialVersion)
      throw new Failure("conflict", `${held.name} got other credentials meanwhile. Test it again.`);
    await tx
      .update(integrations)
      .set({ ...connectedNow, ...news })
      .where(eq(integrations.id, held.id));
    if (held.state !== "connected") await record(tx, actor, "integration.connected", resourceOf(held));
    await announce(tx, held.workspaceId);
  });
}
