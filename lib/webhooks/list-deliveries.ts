import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { deliveries } from "#db/schema/webhooks.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { pageInput, pageOf, positionOf } from "#lib/api/page.ts";
import { deliveryRows } from "./rows.ts";
import { verdicts } from "./view.ts";

export const listDeliveriesInput = z.strictObject({
  app: z.string(),
  verdict: z.enum(verdicts, `Choose from ${verdicts.join(", ")}.`).optional(),
  ...pageInput,
});

/** What git hosts told of an app's repository, and what became of it, newest first. */
export async function listDeliveries(actor: Actor, input: z.infer<typeof listDeliveriesInput>) {
  const after = positionOf("deliveries", input.cursor);
  const app = await authorize(actor, "app.view", input.app);
  const rows = await deliveryRows(
    and(
      eq(deliveries.workspaceId, app.workspaceId),
      eq(deliveries.appId, app.id),
      input.verdict ? eq(deliveries.verdict, input.verdict) : undefined,
      after === null ? undefined : olderThan(after),
    ),
    input.limit + 1,
  );
  return pageOf("deliveries", rows, input.limit, ({ receivedAt, id }) => `${receivedAt.toISOString()} ${id}`);
}

function olderThan(position: string) {
  const [at = "", id = ""] = position.split(" ");
  return sql`(${deliveries.receivedAt}, ${deliveries.id}) < (${at}::timestamptz, ${id}::uuid)`;
}
