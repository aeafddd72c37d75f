import { z } from "zod";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { announce } from "#lib/jobs/listen.ts";
import { lockProject } from "#lib/projects/lock.ts";
import { chooseSource, keepSource } from "./choose-source.ts";
import { appFields } from "./fields.ts";
import { rereadApp } from "./find.ts";
import { lastNumberAt } from "./last-number.ts";
import { portFor } from "./port.ts";
import { refuseSharedPath } from "./project-path.ts";
import { proposed } from "./proposed.ts";
import { repositoryUrl, sourceAccess } from "./source.ts";

export const createAppInput = z.strictObject({
  project: z.string(),
  ...appFields,
  repositoryUrl,
  access: sourceAccess,
  isActive: appFields.isActive.default(true),
  retainedReleases: appFields.retainedReleases.default(5),
  /** Left out, as the platform proposes. */
  storagePaths: appFields.storagePaths.optional(),
  installCommand: appFields.installCommand.optional(),
  buildCommand: appFields.buildCommand.optional(),
  migrateCommand: appFields.migrateCommand.optional(),
  startCommand: appFields.startCommand.optional(),
  outputDirectory: appFields.outputDirectory.optional(),
  processes: appFields.processes.optional(),
  requirements: appFields.requirements.optional(),
  /** Left out, as nobody wished anything. */
  directory: appFields.directory.optional(),
  isPublic: appFields.isPublic.optional(),
  requiredVariables: appFields.requiredVariables.optional(),
  buildMemoryMb: appFields.buildMemoryMb.optional(),
  buildCpuPercent: appFields.buildCpuPercent.optional(),
  rollbackWhenUnhealthy: appFields.rollbackWhenUnhealthy.optional(),
  siteUrl: appFields.siteUrl.default(null),
  health: appFields.health.default(null),
});

/**
 * Makes an app on a server, with its repository's credentials sealed. Nothing is sent to either yet. `wizardStep` is
 * where its wizard goes on, for one that is only begun here.
 */
export async function createApp(actor: Actor, input: z.infer<typeof createAppInput>, wizardStep: string | null = null) {
  const project = await authorize(actor, "app.create", input.project);
  await authorize(actor, "server.use", input.serverId);
  const source = await chooseSource(project, input.repositoryUrl, input.access);
  const { project: _, access, ...fields } = input;
  const app = {
    ...proposed(input.platform),
    ...fields,
    id: newId(),
    workspaceId: actor.workspaceId,
    projectId: project.id,
    repositoryUrl: source.repository.url,
    wizardStep,
  };
  await db.transaction(async (tx) => {
    await lockProject(tx, project.id, "share");
    await refuseSharedPath(tx, actor, app);
    const integrationId = await keepSource(tx, app, source);
    const [port, lastNumber] = [await portFor(tx, app), await lastNumberAt(tx, app)];
    await tx.insert(apps).values({ ...app, integrationId, port, lastNumber });
    const resource = { kind: "app", id: app.id, label: app.name };
    await record(tx, actor, "app.created", resource, {
      platform: app.platform,
      serverId: app.serverId,
      access: access.kind,
    });
    await announce(tx, actor.workspaceId);
  });
  return rereadApp(app.id);
}
