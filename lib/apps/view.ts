import { z } from "zod";
import { view } from "#lib/api/view.ts";
import { healthProbe } from "./fields.ts";
import type { AppRow } from "./rows.ts";
import { sourceOf, sourceView } from "./source-view.ts";

const deployment = z.object({
  id: z.string(),
  number: z.number(),
  status: z.enum(["pending", "processing", "completed", "failed", "cancelled"]),
  reason: z.string().nullable(),
  branch: z.string(),
  tag: z.string().nullable(),
  commit: z.string().nullable(),
  commitMessage: z.string().nullable(),
  committer: z.string().nullable(),
  commitUrl: z.string().nullable(),
  triggeredBy: z.string(),
  health: z.enum(["unknown", "healthy", "unhealthy"]),
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  endedAt: z.date().nullable(),
  releasedAt: z.date().nullable(),
  /** How what runs was switched to it, and for how many milliseconds nothing answered on its port. */
  switch: z.enum(["none", "handover", "restart"]).nullable(),
  gapMs: z.number().nullable(),
});

export const appView = view(
  {
    id: z.string(),
    name: z.string(),
    platform: z.string(),
    isActive: z.boolean(),
    project: z.object({ id: z.string(), name: z.string() }),
    server: z.object({
      id: z.string(),
      name: z.string(),
      connection: z.enum(["unknown", "connected", "unreachable", "host_key_changed"]),
    }),
    source: sourceView,
    projectPath: z.string(),
    /** Where in the repository the app is; empty for all of it. */
    directory: z.string(),
    retainedReleases: z.number(),
    storagePaths: z.array(z.string()),
    installCommand: z.string().nullable(),
    buildCommand: z.string().nullable(),
    migrateCommand: z.string().nullable(),
    /** Keeps it running, as a service on `port`; null for what a web server or PHP-FPM serves. */
    startCommand: z.string().nullable(),
    processes: z.array(z.object({ name: z.string(), command: z.string(), count: z.number() })),
    port: z.number().nullable(),
    isPublic: z.boolean(),
    outputDirectory: z.string().nullable(),
    requirements: z.array(z.string()),
    requiredVariables: z.array(z.string()),
    buildMemoryMb: z.number().nullable(),
    buildCpuPercent: z.number().nullable(),
    /** Where its wizard goes on; null once it was gone through, or never begun. */
    wizardStep: z.string().nullable(),
    siteUrl: z.string().nullable(),
    health: healthProbe.nullable(),
    rollbackWhenUnhealthy: z.boolean(),
    autoDeployPausedAt: z.date().nullable(),
    /** The release that visitors see. */
    live: deployment.nullable(),
    /** The newest deployment, whatever became of it. */
    latest: deployment.nullable(),
    createdAt: z.date(),
  },
  (row: AppRow) => ({
    ...row.app,
    project: row.project,
    server: row.server,
    source: sourceOf(row),
    live: row.live && without(row.live),
    latest: row.latest && without(row.latest),
  }),
);

export type AppView = ReturnType<typeof appView>;

function without({ appId: _, ...shown }: NonNullable<AppRow["live"]>) {
  return shown;
}
