import { and, eq, inArray, isNull } from "drizzle-orm";
import { validate as isUuid } from "uuid";
import { z } from "zod";
import { db, type Transaction } from "#db/index.ts";
import { integrationProjects, integrations } from "#db/schema/integrations.ts";
import { projects } from "#db/schema/projects.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, notFound } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { announce } from "#lib/jobs/listen.ts";
import { integrationName } from "./fields.ts";
import { findOwn, holdOwn } from "./find-own.ts";
import type { Integration } from "./for-project.ts";
import { rereadIntegration } from "./rows.ts";
import { resourceOf } from "./state.ts";

export const updateIntegrationInput = z.strictObject({
  integration: z.string(),
  name: integrationName.optional(),
  /** The only projects that may use it; null for all. */
  projects: z.array(z.string()).max(1000, "At most 1000 projects.").nullish(),
});

/** Renames an integration, or says which projects may use it. Apps of others keep it and fail with a sentence. */
export async function updateIntegration(actor: Actor, input: z.infer<typeof updateIntegrationInput>) {
  await authorize(actor, "integration.manage");
  const found = await findOwn(actor.workspaceId, input.integration);
  const { projects: chosen } = input;
  await db.transaction(async (tx) => {
    const held = await holdOwn(tx, found.workspaceId, found.id);
    const name = input.name ?? held.name;
    const isLimited = chosen === undefined ? held.isLimited : chosen !== null;
    await tx.update(integrations).set({ name, isLimited }).where(eq(integrations.id, held.id));
    if (chosen !== undefined) await setProjects(tx, held, [...new Set(chosen ?? [])]);
    const detail = { was: held.name, ...(chosen !== undefined && { projects: chosen }) };
    await record(tx, actor, "integration.updated", resourceOf({ id: held.id, name }), detail);
    await announce(tx, held.workspaceId);
  });
  return rereadIntegration(actor.workspaceId, found.id);
}

async function setProjects(tx: Transaction, { id, workspaceId }: Integration, chosen: string[]): Promise<void> {
  const found = await tx
    .select({ projectId: projects.id })
    .from(projects)
    .where(
      and(
        eq(projects.workspaceId, workspaceId),
        inArray(
          projects.id,
          chosen.filter((one) => isUuid(one)),
        ),
        isNull(projects.removedAt),
      ),
    );
  if (found.length < chosen.length) throw notFound("project");
  await tx.delete(integrationProjects).where(eq(integrationProjects.integrationId, id));
  if (found.length === 0) return;
  await tx.insert(integrationProjects).values(found.map((one) => ({ ...one, workspaceId, integrationId: id })));
}
