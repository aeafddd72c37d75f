import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, createdAt, id, moment } from "../columns.ts";
import { integrations } from "./integrations.ts";
import { projects } from "./projects.ts";
import { servers } from "./servers.ts";
import { workspaces } from "./workspaces.ts";

export interface HealthProbe {
  /** Asked from the server itself after release. */
  url: string;
  expectStatus: number;
  timeoutSeconds: number;
}

export const apps = pgTable(
  "apps",
  {
    id: id(),
    workspaceId: uuid("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    projectId: uuid("project_id").notNull(),
    serverId: uuid("server_id").notNull(),
    integrationId: uuid("integration_id"),
    name: text("name").notNull(),
    platform: text("platform").notNull(),
    isActive: boolean("is_active").notNull().default(true),
    repositoryUrl: text("repository_url").notNull(),
    branch: text("branch").notNull(),
    projectPath: text("project_path").notNull(),
    retainedReleases: integer("retained_releases").notNull().default(5),
    storagePaths: text("storage_paths")
      .array()
      .notNull()
      .default(sql`'{}'`),
    installCommand: text("install_command"),
    buildCommand: text("build_command"),
    siteUrl: text("site_url"),
    health: jsonb("health").$type<HealthProbe>(),
    lastNumber: integer("last_number").notNull().default(0),
    /** Pushes to the watched branch deploy it. */
    autoDeploy: boolean("auto_deploy").notNull().default(false),
    /** Null: the app's own branch. */
    watchedBranch: text("watched_branch"),
    /** The head of the watched branch that was last acted on: another one there is a push that nobody told of. */
    watchedHead: text("watched_head"),
    /** The host's validator of the answer that told `watched_head`, for conditional requests (RFC 9110). */
    watchedEtag: text("watched_etag"),
    /** When branch heads were last compared. */
    reconciledAt: moment("reconciled_at"),
    /** In words, why the last comparison failed. */
    reconcileProblem: text("reconcile_problem"),
    autoDeployPausedAt: moment("auto_deploy_paused_at"),
    createdAt: createdAt(),
    removedAt: moment("removed_at"),
  },
  (t) => [
    unique("apps_tenant").on(t.workspaceId, t.id),
    index("apps_project").on(t.projectId),
    index("apps_server").on(t.serverId),
    foreignKey({ columns: [t.workspaceId, t.projectId], foreignColumns: [projects.workspaceId, projects.id] }),
    foreignKey({ columns: [t.workspaceId, t.serverId], foreignColumns: [servers.workspaceId, servers.id] }),
    foreignKey({
      columns: [t.workspaceId, t.integrationId],
      foreignColumns: [integrations.workspaceId, integrations.id],
    }),
  ],
);

export const variables = pgTable(
  "variables",
  {
    id: id(),
    workspaceId: uuid("workspace_id").notNull(),
    appId: uuid("app_id").notNull(),
    key: text("key").notNull(),
    isSecret: boolean("is_secret").notNull(),
    /** Sealed, the plain ones too: one way in and one way out. */
    value: bytes("value").notNull(),
    createdAt: createdAt(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
    updatedBy: text("updated_by").notNull(),
  },
  (t) => [
    foreignKey({ columns: [t.workspaceId, t.appId], foreignColumns: [apps.workspaceId, apps.id] }).onDelete("cascade"),
    uniqueIndex("variables_key").on(t.appId, t.key),
  ],
);

export const hooks = pgTable(
  "hooks",
  {
    id: id(),
    workspaceId: uuid("workspace_id").notNull(),
    appId: uuid("app_id").notNull(),
    stage: text("stage", {
      enum: ["pre_execution", "pre_source_control", "post_source_control", "post_setup", "post_release"],
    }).notNull(),
    /** Order within its stage, from 0. */
    priority: integer("priority").notNull(),
    name: text("name").notNull(),
    action: text("action").notNull(),
    input: jsonb("input").$type<Record<string, string>>().notNull(),
    runAs: text("run_as"),
    timeoutSeconds: integer("timeout_seconds").notNull(),
    isEnabled: boolean("is_enabled").notNull().default(true),
    createdAt: createdAt(),
  },
  (t) => [
    unique("hooks_tenant").on(t.workspaceId, t.id),
    foreignKey({ columns: [t.workspaceId, t.appId], foreignColumns: [apps.workspaceId, apps.id] }).onDelete("cascade"),
    index("hooks_app").on(t.appId, t.stage, t.priority),
  ],
);
