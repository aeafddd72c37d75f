import { eq, lt, sql } from "drizzle-orm";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { oauthStates } from "#db/schema/integrations.ts";
import { hashToken, makeToken, sameHash } from "#lib/access/token.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { open, type Place, seal } from "#lib/secrets/vault.ts";

/** How long a person has for the consent page. */
export const consentSeconds = 600;

export interface BegunConsent {
  workspaceId: string;
  userId: string;
  provider: string;
  origin: string;
  /** The integration that is authorised again in place. */
  integrationId: string | null;
}

/** Remembers a consent that begins here; answers the state for the host and what binds it to this browser. */
export async function keepState(begun: BegunConsent, verifier: string): Promise<{ state: string; browser: string }> {
  const [state, browser, id] = [makeToken(), makeToken(), newId()];
  await db.delete(oauthStates).where(lt(oauthStates.expiresAt, sql`now()`));
  await db.insert(oauthStates).values({
    ...begun,
    id,
    stateHash: state.hash,
    browserHash: browser.hash,
    verifier: seal(Secret.of(verifier), placeOfVerifier({ ...begun, id })),
    expiresAt: sql`now() + make_interval(secs => ${consentSeconds})`,
  });
  return { state: state.token, browser: browser.token };
}

/**
 * Takes a state back, whoever brings it, so that it counts once. Null for one that is unknown, spent, too old, of another
 * provider, or brought by another browser than the one that began.
 */
export async function spendState(
  state: string,
  provider: string,
  browser: string | null,
): Promise<(BegunConsent & { verifier: string }) | null> {
  const [spent] = await db
    .delete(oauthStates)
    .where(eq(oauthStates.stateHash, hashToken(state)))
    .returning();
  if (!spent || spent.expiresAt <= new Date() || spent.provider !== provider) return null;
  if (!browser || !sameHash(spent.browserHash, hashToken(browser))) return null;
  return { ...spent, verifier: open(spent.verifier, placeOfVerifier(spent)).reveal() };
}

function placeOfVerifier({ id, workspaceId }: { id: string; workspaceId: string }): Place {
  return { workspaceId, table: "oauth_states", row: id, column: "verifier" };
}
