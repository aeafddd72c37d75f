import { index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { id, moment } from "../columns.ts";
import { workspaces } from "./workspaces.ts";

export const activity = pgTable(
  "activity",
  {
    id: id(),
    workspaceId: uuid("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    at: moment("at").notNull().defaultNow(),
    actorKind: text("actor_kind", { enum: ["member", "api_key", "push", "system"] }).notNull(),
    actorId: uuid("actor_id"),
    /** As it was called then: the actor may be gone when somebody reads this. */
    actorLabel: text("actor_label").notNull(),
    address: text("address"),
    action: text("action").notNull(),
    resourceKind: text("resource_kind").notNull(),
    resourceId: uuid("resource_id"),
    resourceLabel: text("resource_label").notNull(),
    detail: jsonb("detail").$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [index("activity_recent").on(t.workspaceId, t.id), index("activity_resource").on(t.resourceId, t.id)],
);
