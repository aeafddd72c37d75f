import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "#db/index.ts";
import { webhooks } from "#db/schema/webhooks.ts";
import type { Actor } from "#lib/access/actor.ts";
import { type App, authorize } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { Failure } from "#lib/failure.ts";
import { announce } from "#lib/jobs/listen.ts";
import { registerOnHost } from "./register-on-host.ts";
import { readAutoDeploy } from "./rows.ts";
import { makeSecret, sealAsPrevious, sealSecret } from "./secret.ts";

const hours = "Give a whole number of hours from 0 to 168.";

export const rotateWebhookInput = z.strictObject({
  app: z.string(),
  /** For so long the old secret stays good beside the new one. */
  overlapHours: z.number(hours).int(hours).min(0, hours).max(168, hours).default(24),
});

/** Gives an app's webhook a new secret: put on the git host where Devpilot registered it, else answered to be copied. */
export async function rotateWebhook(actor: Actor, input: z.infer<typeof rotateWebhookInput>) {
  const app = await authorize(actor, "app.update", input.app);
  const secret = makeSecret();
  const wasRegistered = await db.transaction(async (tx) => {
    const webhook = await lockWebhook(tx, app);
    const overlap = input.overlapHours > 0 ? sql`now() + make_interval(hours => ${input.overlapHours})` : null;
    const previous = { previousSecret: overlap && sealAsPrevious(webhook), previousUntil: overlap };
    await tx
      .update(webhooks)
      .set({ secret: sealSecret(secret, webhook), ...previous, rotatedAt: sql`now()` })
      .where(eq(webhooks.id, webhook.id));
    const resource = { kind: "app", id: app.id, label: app.name };
    await record(tx, actor, "webhook.rotated", resource, { overlapHours: input.overlapHours });
    await announce(tx, actor.workspaceId);
    return webhook.registration === "registered";
  });
  const isOnHost = wasRegistered && (await registerOnHost(app));
  return { ...(await readAutoDeploy(app.id)), secret: isOnHost ? null : secret.reveal() };
}

async function lockWebhook(tx: Transaction, app: App) {
  const [found] = await tx.select().from(webhooks).where(eq(webhooks.appId, app.id)).for("no key update");
  if (found) return found;
  throw new Failure("conflict", `${app.name} has no webhook yet. Switch on auto-deploy first.`);
}
