import { and, eq } from "drizzle-orm";
import { db } from "#db/index.ts";
import { webhooks } from "#db/schema/webhooks.ts";
import type { App } from "#lib/access/authorize.ts";
import { Failure } from "#lib/failure.ts";
import type { GitClient } from "#lib/integrations/git/service.ts";
import { withClient } from "#lib/integrations/use.ts";
import { accountOf } from "./account.ts";
import { urlOf, type Webhook, webhookOf } from "./rows.ts";
import { openSecret } from "./secret.ts";
import { takeAway } from "./take-away.ts";

type Registration = Partial<Pick<Webhook, "registration" | "registrationReason" | "remoteId" | "remotePath">>;

/**
 * Puts an app's webhook with its present secret on the git host, or mends the one that is there. Whether it is there
 * now; the row says why not.
 */
export async function registerOnHost(app: App): Promise<boolean> {
  const webhook = await webhookOf(app.id);
  if (!webhook) return false;
  const registration = await tryToRegister(app, webhook);
  const isStillIt = and(
    eq(webhooks.workspaceId, app.workspaceId),
    eq(webhooks.id, webhook.id),
    eq(webhooks.secret, webhook.secret),
  );
  const kept = await db.update(webhooks).set(registration).where(isStillIt).returning({ id: webhooks.id });
  // Rotated meanwhile: whoever of the two was last at the host, it has to be the new secret.
  return kept.length === 0 ? registerOnHost(app) : registration.registration === "registered";
}

async function tryToRegister(app: App, webhook: Webhook): Promise<Registration> {
  const account = await accountOf(app);
  if (account.kind === "none") return byHand(account.reason);
  if (account.service !== webhook.dialect)
    return byHand(`This webhook was made for another kind of host. Switch auto-deploy off and on again.`);
  const wish = { url: urlOf(webhook), secret: openSecret(webhook) };
  try {
    const hook = await withClient(account.integration, async (client) => {
      await leaveOther(client, account.path, webhook);
      return put(client, account.path, wish);
    });
    const { remoteId } = hook;
    return { registration: "registered", registrationReason: null, remoteId, remotePath: account.path };
  } catch (error) {
    if (error instanceof Failure) return byHand(error.message);
    throw error;
  }
}

/** One hook and no twin: what leads here already is mended. */
async function put(client: GitClient, path: string, wish: Parameters<GitClient["putHook"]>[1]) {
  const [present] = await client.hooksTo(path, wish.url);
  return client.putHook(path, wish, present?.remoteId ?? null);
}

/** The hook in the repository that the app had before. What can't be taken away there is refused nothing here. */
async function leaveOther(client: GitClient, path: string, webhook: Webhook): Promise<void> {
  const { remotePath } = webhook;
  if (!remotePath || remotePath === path) return;
  await takeAway(client, remotePath, urlOf(webhook)).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
  });
}

function byHand(registrationReason: string): Registration {
  return { registration: "manual", registrationReason };
}
