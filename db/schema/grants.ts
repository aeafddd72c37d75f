import { sql } from "drizzle-orm";
import { check, foreignKey, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt, id } from "../columns.ts";
import { apps } from "./apps.ts";
import { projects } from "./projects.ts";
import { servers } from "./servers.ts";
import { memberships } from "./workspaces.ts";

/** What a Member was given: one role on exactly one project, app or server. */
export const grants = pgTable(
  "grants",
  {
    id: id(),
    workspaceId: uuid("workspace_id").notNull(),
    userId: uuid("user_id").notNull(),
    role: text("role", { enum: ["admin", "collaborator"] }).notNull(),
    projectId: uuid("project_id"),
    appId: uuid("app_id"),
    serverId: uuid("server_id"),
    createdAt: createdAt(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.userId],
      foreignColumns: [memberships.workspaceId, memberships.userId],
    }).onDelete("cascade"),
    foreignKey({
      columns: [t.workspaceId, t.projectId],
      foreignColumns: [projects.workspaceId, projects.id],
    }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.appId], foreignColumns: [apps.workspaceId, apps.id] }).onDelete("cascade"),
    foreignKey({
      columns: [t.workspaceId, t.serverId],
      foreignColumns: [servers.workspaceId, servers.id],
    }).onDelete("cascade"),
    unique("grants_once").on(t.userId, t.projectId, t.appId, t.serverId).nullsNotDistinct(),
    check("grants_one_resource", sql`num_nonnulls(${t.projectId}, ${t.appId}, ${t.serverId}) = 1`),
  ],
);
