import { and, desc, eq, lt, type SQL } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { activity } from "#db/schema/activity.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { pageInput, pageOf, positionOf } from "#lib/api/page.ts";
import { plainText } from "#lib/text.ts";

export type ActivityRow = typeof activity.$inferSelect;

export const activityFilters = {
  /** The id of a member or of an API key. */
  actor: z.uuid("This is not an id.").optional(),
  /** Such as `app.created`. */
  action: plainText("The action", 1, 60).optional(),
  /** Such as `app` or `server`. */
  resourceKind: plainText("The kind", 1, 60).optional(),
  resource: z.uuid("This is not an id.").optional(),
};

export const listActivityInput = z.strictObject({ ...pageInput, ...activityFilters });

/** Who did what to what, newest first. */
export async function listActivity(actor: Actor, { limit, cursor, ...filters }: z.infer<typeof listActivityInput>) {
  const workspace = await authorize(actor, "activity.view");
  const after = positionOf("activity", cursor);
  const rows = await activityRows(workspace.id, filters, limit + 1, after);
  return pageOf("activity", rows, limit, ({ id }) => id);
}

type Filters = z.infer<z.ZodObject<typeof activityFilters>>;

export function activityRows(
  workspaceId: string,
  filters: Filters,
  most: number,
  after: string | null = null,
): Promise<ActivityRow[]> {
  return db
    .select()
    .from(activity)
    .where(and(eq(activity.workspaceId, workspaceId), after ? lt(activity.id, after) : undefined, ...matching(filters)))
    .orderBy(desc(activity.id))
    .limit(most);
}

function matching({ actor, action, resourceKind, resource }: Filters): (SQL | undefined)[] {
  return [
    actor && eq(activity.actorId, actor),
    action && eq(activity.action, action),
    resourceKind && eq(activity.resourceKind, resourceKind),
    resource && eq(activity.resourceId, resource),
  ].map((condition) => condition || undefined);
}
