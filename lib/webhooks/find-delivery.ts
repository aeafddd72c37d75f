import { and, eq, sql } from "drizzle-orm";
import { validate as isUuid } from "uuid";
import { z } from "zod";
import { db } from "#db/index.ts";
import { deliveries } from "#db/schema/webhooks.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, notFound } from "#lib/access/authorize.ts";
import { deliveryRow } from "./rows.ts";
import { shownBytes } from "./view.ts";

export const findDeliveryInput = z.strictObject({ app: z.string(), delivery: z.string() });

/** A delivery with what it brought. Bodies are kept for 30 days. */
export async function findDelivery(actor: Actor, input: z.infer<typeof findDeliveryInput>) {
  const app = await authorize(actor, "app.view", input.app);
  if (!isUuid(input.delivery)) throw notFound("delivery");
  const row = await deliveryRow(app, input.delivery);
  return { ...row, ...(await contentOf(row.id, app.workspaceId)) };
}

async function contentOf(id: string, workspaceId: string) {
  const [found] = await db
    .select({
      headers: deliveries.headers,
      start: sql<Buffer | null>`substring(${deliveries.body} from 1 for ${shownBytes})`,
      size: sql<number | null>`octet_length(${deliveries.body})`,
    })
    .from(deliveries)
    .where(and(eq(deliveries.workspaceId, workspaceId), eq(deliveries.id, id)));
  if (!found) throw notFound("delivery");
  const { headers, start, size } = found;
  return { headers, body: start && start.toString(), isBodyCut: (size ?? 0) > shownBytes };
}
