import { randomBytes } from "node:crypto";
import type { webhooks } from "#db/schema/webhooks.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { open, type Place, seal } from "#lib/secrets/vault.ts";

type Key = Pick<typeof webhooks.$inferSelect, "id" | "workspaceId">;
type Sealed = Pick<typeof webhooks.$inferSelect, "secret" | "previousSecret">;

/** 256 random bits, as text that every git host's form takes. */
export function makeSecret(): Secret {
  return Secret.of(randomBytes(32).toString("base64url"));
}

export function sealSecret(secret: Secret, webhook: Key): Buffer {
  return seal(secret, placeOf(webhook, "secret"));
}

export function openSecret(webhook: Key & Pick<Sealed, "secret">): Secret {
  return open(webhook.secret, placeOf(webhook, "secret"));
}

/** The present secret, sealed where the one before is kept. */
export function sealAsPrevious(webhook: Key & Pick<Sealed, "secret">): Buffer {
  return seal(openSecret(webhook), placeOf(webhook, "previous_secret"));
}

/** Every secret that a delivery may be signed with now: the one before only while it is given, in its overlap. */
export function validSecrets(webhook: Key & Sealed): Secret[] {
  const { previousSecret } = webhook;
  const previous = previousSecret ? [open(previousSecret, placeOf(webhook, "previous_secret"))] : [];
  return [openSecret(webhook), ...previous];
}

function placeOf({ id, workspaceId }: Key, column: "secret" | "previous_secret"): Place {
  return { workspaceId, table: "webhooks", row: id, column };
}
