import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import { view } from "#lib/api/view.ts";
import type { Integration } from "./for-project.ts";
import { isService } from "./git/index.ts";
import { isReading, failureOfList } from "./list-claim.ts";
import { titleOf } from "./titles.ts";

/** What a page of the list says of the whole of it. */
export const listStatusShape = {
  /** When the list was last read to its end; null until then. */
  readAt: z.date().nullable(),
  isReading: z.boolean(),
  /** Why the list may be old or short, in words. */
  problem: z.string().nullable(),
};

export const listStatusView = view(listStatusShape);

export type ListStatus = ReturnType<typeof listStatusView>;

/** How the cached list of an integration stands now. */
export async function listStatusOf({ workspaceId, id }: Integration): Promise<ListStatus> {
  const [row] = await db
    .select({ integration: integrations, isReading, failure: failureOfList })
    .from(integrations)
    .where(and(eq(integrations.workspaceId, workspaceId), eq(integrations.id, id)));
  if (!row) return { readAt: null, isReading: false, problem: null };
  const problem = problemOf(row.integration) ?? row.failure;
  return { readAt: row.integration.repositoriesReadAt, isReading: row.isReading, problem };
}

function problemOf({ name, provider, state, stateReason, rateLimitedUntil }: Integration): string | null {
  if (!isService(provider))
    return `${titleOf(provider)} has no list of repositories: give the URL that git clone takes.`;
  if (state === "needs_reconnecting")
    return `The integration ${name} needs reconnecting. ${stateReason ?? ""}`.trimEnd();
  if (!rateLimitedUntil || rateLimitedUntil <= new Date()) return null;
  const time = rateLimitedUntil.toISOString().slice(11, 16);
  return `${titleOf(provider)} wants no more requests of this account until ${time} UTC.`;
}
