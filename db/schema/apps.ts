import { sql } from "drizzle-orm";
import {
  boolean,
  check,
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
import type { Detection } from "#lib/detection/detection.ts";
import { bytes, createdAt, id, moment } from "../columns.ts";
import { integrations } from "./integrations.ts";
import { projects } from "./projects.ts";
import { servers } from "./servers.ts";
import { workspaces } from "./workspaces.ts";

/** Asked from the server itself after release. Times are in seconds; each try may take `timeoutSeconds`. */
export type HealthProbe = { timeoutSeconds: number; tries: number } & (
  | { kind: "url"; url: string; expectStatus: number; expectText: string | null }
  | { kind: "tcp"; port: number }
  | { kind: "command"; command: string }
);

/** What runs beside the app itself and is restarted with each release: a queue's workers, say. */
export interface AppProcess {
  name: string;
  command: string;
  count: number;
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
    /** Where in the repository the app is; empty for all of it. Commands run there. */
    directory: text("directory").notNull().default(""),
    retainedReleases: integer("retained_releases").notNull().default(5),
    storagePaths: text("storage_paths")
      .array()
      .notNull()
      .default(sql`'{}'`),
    installCommand: text("install_command"),
    buildCommand: text("build_command"),
    migrateCommand: text("migrate_command"),
    /** Keeps the app running, as a service on `port`; null for what a web server or PHP-FPM serves. */
    startCommand: text("start_command"),
    processes: jsonb("processes")
      .$type<AppProcess[]>()
      .notNull()
      .default(sql`'[]'`),
    /** The port that is the app's own on its server, given by Devpilot to an app with a start command. */
    port: integer("port"),
    /** Listens for everybody, not for its own server alone. */
    isPublic: boolean("is_public").notNull().default(false),
    /** What a web server serves of a release, below `directory`. */
    outputDirectory: text("output_directory"),
    /** Programs that have to be on the server, with the versions that will do: `node@^22`, `composer`, `ext-intl`. */
    requirements: text("requirements")
      .array()
      .notNull()
      .default(sql`'{}'`),
    /** Keys without which a deployment is not begun. */
    requiredVariables: text("required_variables")
      .array()
      .notNull()
      .default(sql`'{}'`),
    /** Limits of install and build; null for none. */
    buildMemoryMb: integer("build_memory_mb"),
    buildCpuPercent: integer("build_cpu_percent"),
    siteUrl: text("site_url"),
    health: jsonb("health").$type<HealthProbe>(),
    rollbackWhenUnhealthy: boolean("rollback_when_unhealthy").notNull().default(false),
    /** Where the wizard goes on; null once it was gone through, or never begun. */
    wizardStep: text("wizard_step"),
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
    uniqueIndex("apps_port")
      .on(t.serverId, t.port)
      .where(sql`${t.removedAt} is null`),
    foreignKey({ columns: [t.workspaceId, t.projectId], foreignColumns: [projects.workspaceId, projects.id] }),
    foreignKey({ columns: [t.workspaceId, t.serverId], foreignColumns: [servers.workspaceId, servers.id] }),
    foreignKey({
      columns: [t.workspaceId, t.integrationId],
      foreignColumns: [integrations.workspaceId, integrations.id],
    }),
  ],
);

/** Of one app, or of a project and shared by its apps. */
export const variables = pgTable(
  "variables",
  {
    id: id(),
    workspaceId: uuid("workspace_id").notNull(),
    appId: uuid("app_id"),
    projectId: uuid("project_id"),
    key: text("key").notNull(),
    isSecret: boolean("is_secret").notNull(),
    /** Who gets it: commands that build, the app that runs, or both. */
    scope: text("scope", { enum: ["both", "build", "run"] })
      .notNull()
      .default("both"),
    /** Sealed, the plain ones too: one way in and one way out. */
    value: bytes("value").notNull(),
    createdAt: createdAt(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
    updatedBy: text("updated_by").notNull(),
  },
  (t) => [
    foreignKey({ columns: [t.workspaceId, t.appId], foreignColumns: [apps.workspaceId, apps.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.projectId], foreignColumns: [projects.workspaceId, projects.id] }).onDelete(
      "cascade",
    ),
    uniqueIndex("variables_key").on(t.appId, t.key),
    uniqueIndex("variables_shared_key").on(t.projectId, t.key),
    check("variables_owner", sql`num_nonnulls(${t.appId}, ${t.projectId}) = 1`),
  ],
);

/** What became of variables, by name alone: who changed which, and when. */
export const variableChanges = pgTable(
  "variable_changes",
  {
    id: id(),
    workspaceId: uuid("workspace_id").notNull(),
    appId: uuid("app_id"),
    projectId: uuid("project_id"),
    key: text("key").notNull(),
    change: text("change", { enum: ["added", "changed", "removed"] }).notNull(),
    by: text("by").notNull(),
    at: moment("at").notNull().defaultNow(),
  },
  (t) => [
    foreignKey({ columns: [t.workspaceId, t.appId], foreignColumns: [apps.workspaceId, apps.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.projectId], foreignColumns: [projects.workspaceId, projects.id] }).onDelete(
      "cascade",
    ),
    index("variable_changes_app").on(t.appId, t.at),
    index("variable_changes_project").on(t.projectId, t.at),
    check("variable_changes_owner", sql`num_nonnulls(${t.appId}, ${t.projectId}) = 1`),
  ],
);

/** What was found in a repository at one commit: a cache, and never the only place of anything. */
export const detections = pgTable(
  "detections",
  {
    id: id(),
    workspaceId: uuid("workspace_id").notNull(),
    appId: uuid("app_id").notNull(),
    commit: text("commit").notNull(),
    directory: text("directory").notNull(),
    /** Of the detector: what an older one found is looked for anew. */
    version: integer("version").notNull(),
    result: jsonb("result").$type<Detection>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    foreignKey({ columns: [t.workspaceId, t.appId], foreignColumns: [apps.workspaceId, apps.id] }).onDelete("cascade"),
    uniqueIndex("detections_commit").on(t.appId, t.commit, t.directory),
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
    /** Why it is there, for people. */
    note: text("note"),
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
