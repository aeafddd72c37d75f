import { and, eq, isNotNull } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { webhooks } from "#db/schema/webhooks.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { env } from "#lib/env.ts";
import { paths } from "#lib/paths.ts";
import { findOwn } from "./find-own.ts";
import type { Integration } from "./for-project.ts";
import { rereadIntegration } from "./rows.ts";
import type { RemovalView } from "./view.ts";

export const findRemovalInput = z.strictObject({ integration: z.string() });

/** What a removal would touch: the apps that use the integration, and the webhooks that Devpilot made on the host. */
export async function findRemoval(actor: Actor, input: z.infer<typeof findRemovalInput>): Promise<RemovalView> {
  await authorize(actor, "integration.manage");
  const integration = await findOwn(actor.workspaceId, input.integration);
  const [{ apps: users }, hooks] = await Promise.all([
    rereadIntegration(actor.workspaceId, integration.id),
    madeHooks(integration),
  ]);
  const canDelete = integration.state === "connected";
  return {
    apps: users,
    webhooks: hooks.map(({ app, repository, url }) => ({ app, repository, url, canDelete })),
  };
}

/** The webhooks that Devpilot made on the host, as far as it knows: removed apps' and such as are registered no more, too. */
export async function madeHooks({ id, workspaceId }: Integration) {
  const rows = await db
    .select({ app: { id: apps.id, name: apps.name }, hook: webhooks })
    .from(webhooks)
    .innerJoin(apps, eq(apps.id, webhooks.appId))
    .where(and(eq(webhooks.workspaceId, workspaceId), isNotNull(webhooks.remoteId), eq(apps.integrationId, id)));
  return rows.flatMap(({ app, hook: { id: hookId, dialect, remoteId, remotePath: repository, registration } }) =>
    remoteId && repository
      ? [
          {
            app,
            id: hookId,
            remoteId,
            repository,
            isRegistered: registration === "registered",
            url: env.url + paths.webhook(dialect, hookId),
          },
        ]
      : [],
  );
}
