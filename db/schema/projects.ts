import { pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, moment } from "../columns.ts";
import { workspaces } from "./workspaces.ts";

export const projects = pgTable(
  "projects",
  {
    id: id(),
    workspaceId: uuid("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    createdAt: createdAt(),
    removedAt: moment("removed_at"),
  },
  (t) => [unique("projects_tenant").on(t.workspaceId, t.id)],
);
