import { jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { bytes, createdAt, id, moment } from "../columns.ts";
import { workspaces } from "./workspaces.ts";

export const integrations = pgTable(
  "integrations",
  {
    id: id(),
    workspaceId: uuid("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: ["git"] }).notNull(),
    provider: text("provider").notNull(),
    name: text("name").notNull(),
    /** The origin that the credential belongs to; it is never sent to another. */
    origin: text("origin").notNull(),
    /** What is not secret: a user name, a public key. */
    facts: jsonb("facts").$type<Record<string, string>>().notNull().default({}),
    /** Sealed JSON in the provider's own shape. */
    credential: bytes("credential"),
    createdAt: createdAt(),
    removedAt: moment("removed_at"),
  },
  (t) => [unique("integrations_tenant").on(t.workspaceId, t.id)],
);
