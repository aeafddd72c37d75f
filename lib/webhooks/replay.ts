import { and, eq, sql } from "drizzle-orm";
import { validate as isUuid } from "uuid";
import { z } from "zod";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { deliveries } from "#db/schema/webhooks.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, notFound } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { Failure } from "#lib/failure.ts";
import { announce, deliveriesTopic } from "#lib/jobs/listen.ts";
import { deliveryRow } from "./rows.ts";

export const replayDeliveryInput = z.strictObject({ app: z.string(), delivery: z.string() });

/** Puts a delivery into the inbox once more. It is decided by the same rules as the first time, as things are now. */
export async function replayDelivery(actor: Actor, input: z.infer<typeof replayDeliveryInput>) {
  const app = await authorize(actor, "app.deploy", input.app);
  if (!isUuid(input.delivery)) throw notFound("delivery");
  const row = await deliveryRow(app, input.delivery);
  if (!row.canReplay) throw new Failure("conflict", whyNot(row.verdict));
  const id = newId();
  await db.transaction(async (tx) => {
    const copied = await tx.execute(sql`
      insert into ${deliveries} (id, workspace_id, app_id, webhook_id, source, dialect, delivery_key, event, headers,
        body, branch, commit, replay_of, replayed_by)
      select ${id}, workspace_id, app_id, webhook_id, 'replay', dialect, ${`replay:${id}`}, event, headers, body,
        branch, commit, id, ${actor.label}
      from ${deliveries} where ${and(eq(deliveries.workspaceId, app.workspaceId), eq(deliveries.id, row.id))}
      returning id`);
    if (copied.rows.length === 0) throw notFound("delivery");
    const resource = { kind: "app", id: app.id, label: app.name };
    await record(tx, actor, "delivery.replayed", resource, { delivery: row.id, commit: row.commit });
    await announce(tx, app.workspaceId);
    await announce(tx, deliveriesTopic);
  });
  return deliveryRow(app, id);
}

function whyNot(verdict: string): string {
  if (verdict === "waiting") return "This delivery is not decided yet: wait a moment.";
  return "The body of this delivery is not kept any more: after 30 days only its verdict is.";
}
