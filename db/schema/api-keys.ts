import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { bytes, createdAt, id, moment } from "../columns.ts";
import { memberships, workspaces } from "./workspaces.ts";

export const apiKeys = pgTable(
  "api_keys",
  {
    id: id(),
    workspaceId: uuid("workspace_id").notNull(),
    /** The maker: a key never may more than this member may at the time of use. */
    userId: uuid("user_id").notNull(),
    name: text("name").notNull(),
    /** The first characters, to tell keys apart in a list. */
    prefix: text("prefix").notNull(),
    hash: bytes("hash").notNull().unique(),
    scopes: text("scopes").array().notNull(),
    createdAt: createdAt(),
    expiresAt: moment("expires_at"),
    lastUsedAt: moment("last_used_at"),
    revokedAt: moment("revoked_at"),
  },
  (t) => [
    unique("api_keys_tenant").on(t.workspaceId, t.id),
    foreignKey({
      columns: [t.workspaceId, t.userId],
      foreignColumns: [memberships.workspaceId, memberships.userId],
    }).onDelete("cascade"),
  ],
);

/** Answers to creations that carried an `Idempotency-Key`, kept for a day. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    workspaceId: uuid("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    /** Who sent it: two callers may choose the same key. */
    callerId: uuid("caller_id").notNull(),
    key: text("key").notNull(),
    requestHash: bytes("request_hash").notNull(),
    status: integer("status"),
    answer: jsonb("answer").$type<unknown>(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.callerId, t.key] }), index("idempotency_keys_age").on(t.createdAt)],
);
