import { asc, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { view } from "#lib/api/view.ts";
import { type Integration, usableBy } from "./for-project.ts";
import { isService } from "./git/index.ts";
import { shownOrigin } from "./shown-origin.ts";
import { titleOf } from "./titles.ts";

export const listUsableIntegrationsInput = z.strictObject({ project: z.string() });

/** What whoever makes an app may know of an integration: enough to choose it. */
export const usableIntegrationView = view(
  {
    id: z.string(),
    provider: z.string(),
    title: z.string(),
    name: z.string(),
    account: z.string().nullable(),
    origin: z.string(),
    state: z.enum(["pending", "connected", "needs_reconnecting"]),
    stateReason: z.string().nullable(),
    /** It can list repositories and branches by itself. */
    canSearch: z.boolean(),
  },
  (row: Integration) => ({
    ...row,
    title: titleOf(row.provider),
    origin: shownOrigin(row.origin),
    canSearch: isService(row.provider),
  }),
);

/** The integrations that the apps of a project may be deployed from, by name. */
export async function listUsableIntegrations(
  actor: Actor,
  input: z.infer<typeof listUsableIntegrationsInput>,
): Promise<Integration[]> {
  const project = await authorize(actor, "app.create", input.project);
  return db
    .select()
    .from(integrations)
    .where(usableBy(project))
    .orderBy(asc(sql`lower(${integrations.name})`), asc(integrations.id));
}
