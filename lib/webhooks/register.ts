import { z } from "zod";
import { db } from "#db/index.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { Failure } from "#lib/failure.ts";
import { registerOnHost } from "./register-on-host.ts";
import { readAutoDeploy, webhookOf } from "./rows.ts";

export const registerWebhookInput = z.strictObject({ app: z.string() });

/** Tries again to register an app's webhook on its git host. What prevents it stands in the answer, in words. */
export async function registerWebhook(actor: Actor, input: z.infer<typeof registerWebhookInput>) {
  const app = await authorize(actor, "app.update", input.app);
  if (!(await webhookOf(app.id))) {
    throw new Failure("conflict", `${app.name} has no webhook yet. Switch on auto-deploy first.`);
  }
  if (await registerOnHost(app)) {
    const resource = { kind: "app", id: app.id, label: app.name };
    await db.transaction((tx) => record(tx, actor, "webhook.registered", resource));
  }
  return readAutoDeploy(app.id);
}
