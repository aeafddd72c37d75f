import { z } from "zod";
import { view } from "#lib/api/view.ts";
import type { AppRow } from "./rows.ts";
import { providerOf } from "./source.ts";

const deployment = z.object({
  id: z.string(),
  number: z.number(),
  status: z.enum(["pending", "processing", "completed", "failed", "cancelled"]),
  reason: z.string().nullable(),
  branch: z.string(),
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
});

const source = z.object({
  repositoryUrl: z.string(),
  branch: z.string(),
  access: z.enum(["anonymous", "basic", "deploy_key"]),
  username: z.string().nullable(),
  /** To be added on the git host as a deploy key. */
  publicKey: z.string().nullable(),
  /** Its credentials were removed: they have to be given again. */
  needsCredentials: z.boolean(),
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
    source,
    projectPath: z.string(),
    retainedReleases: z.number(),
    storagePaths: z.array(z.string()),
    installCommand: z.string().nullable(),
    buildCommand: z.string().nullable(),
    siteUrl: z.string().nullable(),
    health: z.object({ url: z.string(), expectStatus: z.number(), timeoutSeconds: z.number() }).nullable(),
    autoDeployPausedAt: z.date().nullable(),
    /** The release that visitors see. */
    live: deployment.nullable(),
    /** The newest deployment, whatever became of it. */
    latest: deployment.nullable(),
    createdAt: z.date(),
  },
  ({ app, project, server, live, latest, ...row }: AppRow) => ({
    ...app,
    project,
    server,
    source: sourceOf(app, row.integration),
    live: live && without(live),
    latest: latest && without(latest),
  }),
);

export type AppView = ReturnType<typeof appView>;

function sourceOf(app: AppRow["app"], integration: AppRow["integration"]): z.infer<typeof source> {
  const { repositoryUrl, branch } = app;
  const isOverSsh = providerOf(repositoryUrl) === "ssh";
  return {
    repositoryUrl,
    branch,
    access: isOverSsh ? "deploy_key" : integration ? "basic" : "anonymous",
    username: integration?.facts.username ?? null,
    publicKey: integration?.facts.publicKey ?? null,
    needsCredentials: integration ? integration.removedAt !== null : isOverSsh,
  };
}

function without({ appId: _, ...shown }: NonNullable<AppRow["live"]>) {
  return shown;
}
