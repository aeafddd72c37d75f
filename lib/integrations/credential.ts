import { open, type Place, seal } from "#lib/secrets/vault.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { z } from "zod";
import { Failure } from "#lib/failure.ts";
import type { TokenCredential } from "./git/service.ts";
import type { Integration } from "./for-project.ts";

/** Where the credential of an integration is sealed. */
export function placeOfCredential({ id, workspaceId }: { id: string; workspaceId: string }): Place {
  return { workspaceId, table: "integrations", row: id, column: "credential" };
}

/** A credential in its port's own shape, for the vault. */
export function sealCredential(of: { id: string; workspaceId: string }, credential: object): Buffer {
  return seal(Secret.of(JSON.stringify(credential)), placeOfCredential(of));
}

/** Opens what `sealCredential` sealed; throws a Failure where it is gone. */
export function openCredential(integration: Integration): object {
  if (!integration.credential || integration.removedAt) throw credentialGone(integration);
  return JSON.parse(open(integration.credential, placeOfCredential(integration)).reveal()) as object;
}

/** The same for an account of a service. */
export function openToken(integration: Integration): TokenCredential {
  return tokenCredential.parse(openCredential(integration));
}

const tokenCredential = z.object({
  access_token: z.string(),
  refresh_token: z.string().nullable(),
  is_personal: z.boolean(),
}) satisfies z.ZodType<TokenCredential>;

function credentialGone({ name }: Integration): Failure {
  return new Failure("conflict", `The credentials of ${name} are gone. Reconnect it in the settings, Integrations.`);
}
