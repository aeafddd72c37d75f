import { eq } from "drizzle-orm";
import { validate as isUuid } from "uuid";
import { z } from "zod";
import { db } from "#db/index.ts";
import { oauthClients } from "#db/schema/integrations.ts";
import type { Actor } from "#lib/access/actor.ts";
import { notFound } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { authorizeInstance } from "./owner.ts";

export const removeOAuthClientInput = z.strictObject({ client: z.string() });

/** Removes a client of the settings. Accounts that were connected with it work until their tokens end. */
export async function removeOAuthClient(actor: Actor, input: z.infer<typeof removeOAuthClientInput>): Promise<void> {
  await authorizeInstance(actor);
  const { client: id } = input;
  await db.transaction(async (tx) => {
    const [removed] = isUuid(id) ? await tx.delete(oauthClients).where(eq(oauthClients.id, id)).returning() : [];
    if (!removed) throw notFound("OAuth client");
    const { provider, origin, clientId } = removed;
    const resource = { kind: "oauth_client", id, label: clientId };
    await record(tx, actor, "oauth_client.removed", resource, { provider, origin });
  });
}
