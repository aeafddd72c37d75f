import { and, eq, not, sql } from "drizzle-orm";
import { newId } from "#db/columns.ts";
import type { Transaction } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import { sealCredential } from "#lib/integrations/credential.ts";
import type { GitRepository } from "#lib/integrations/git/git.ts";
import { type Credential, providerOf } from "./source.ts";

/** Keeps a credential, bound to the repository's origin; returns its integration's id, or null for none. */
export async function keepCredential(
  tx: Transaction,
  app: { workspaceId: string; name: string },
  repository: GitRepository,
  { facts, secret }: Credential,
): Promise<string | null> {
  if (!secret) return null;
  const id = newId();
  const row = { id, workspaceId: app.workspaceId };
  const credential = sealCredential(row, secret);
  const { origin } = repository;
  const provider = providerOf(repository.url);
  await tx.insert(integrations).values({ ...row, kind: "git", provider, name: app.name, origin, facts, credential });
  return id;
}

/** Deletes an app's own credential; what still points at it finds it removed. What is shared stays as it is. */
export async function forgetCredential(tx: Transaction, integrationId: string | null): Promise<void> {
  if (!integrationId) return;
  await tx
    .update(integrations)
    .set({ credential: null, removedAt: sql`now()` })
    .where(and(eq(integrations.id, integrationId), not(integrations.isShared)));
}
