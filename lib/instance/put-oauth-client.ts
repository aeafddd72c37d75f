import { sql } from "drizzle-orm";
import { z } from "zod";
import { newId } from "#db/columns.ts";
import { db, type Transaction } from "#db/index.ts";
import { oauthClients } from "#db/schema/integrations.ts";
import type { Actor } from "#lib/access/actor.ts";
import { record } from "#lib/activity/record.ts";
import { Failure, invalid } from "#lib/failure.ts";
import { originField, secretText, serviceProvider } from "#lib/integrations/fields.ts";
import { services } from "#lib/integrations/git/index.ts";
import { clientFor, placeOfClient } from "#lib/integrations/oauth-clients.ts";
import { originOf } from "#lib/integrations/stored-origin.ts";
import { seal } from "#lib/secrets/vault.ts";
import { plainText } from "#lib/text.ts";
import { shownClient } from "./list-oauth-clients.ts";
import { authorizeInstance } from "./owner.ts";

export const putOAuthClientInput = z.strictObject({
  provider: serviceProvider,
  origin: originField,
  clientId: plainText("The client id", 1, 255),
  clientSecret: secretText("The client secret"),
});

type Input = z.infer<typeof putOAuthClientInput>;

/** Adds an OAuth client, or replaces the one that is registered with the same host. */
export async function putOAuthClient(actor: Actor, input: Input) {
  await authorizeInstance(actor);
  const { provider } = input;
  const origin = originOf(await services[provider](), input.origin);
  const before = await clientFor(provider, origin);
  if (before && before.id === null)
    throw invalid("provider", "This client comes from the environment of Devpilot's processes: change it there.");
  await db.transaction(async (tx) => {
    const id = await put(tx, actor, { ...input, origin });
    const resource = { kind: "oauth_client", id, label: input.clientId };
    await record(tx, actor, "oauth_client.put", resource, { provider, origin });
  });
  const client = await clientFor(provider, origin);
  if (!client) throw new Failure("not_found", "This client was removed meanwhile.");
  return shownClient(client);
}

/** The row is held before its secret is sealed, since a secret opens only in its own row. */
async function put(tx: Transaction, actor: Actor, given: Input & { origin: string }): Promise<string> {
  const { provider, origin, clientId, clientSecret } = given;
  // There is no row to hold while there is none, and two may be the first.
  await tx.execute(sql`lock table ${oauthClients} in share row exclusive mode`);
  const [row = { id: newId() }] = await tx
    .select({ id: oauthClients.id })
    .from(oauthClients)
    .where(sql`${oauthClients.provider} = ${provider} and ${oauthClients.origin} = ${origin}`)
    .for("update");
  const sealed = seal(clientSecret, placeOfClient(row.id));
  const values = { id: row.id, provider, origin, clientId, clientSecret: sealed, updatedBy: actor.label };
  const changed = { clientId, clientSecret: sealed, updatedBy: actor.label, updatedAt: sql`now()` };
  await tx.insert(oauthClients).values(values).onConflictDoUpdate({ target: oauthClients.id, set: changed });
  return row.id;
}
