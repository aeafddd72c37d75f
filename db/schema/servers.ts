import { sql } from "drizzle-orm";
import { integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { bytes, createdAt, id, moment } from "../columns.ts";
import { workspaces } from "./workspaces.ts";

/** What inspection found on the machine; absent until it was connected once. */
export interface ServerFacts {
  os: string;
  osVersion: string;
  arch: string;
  cpus: number;
  memoryBytes: number;
  diskBytes: number;
  diskFreeBytes: number;
  gitVersion: string | null;
  bashVersion: string;
  sudo: "none" | "password" | "nopasswd";
  systemd: boolean;
  home: string;
}

export interface PinnedHostKey {
  type: string;
  key: string;
}

export const servers = pgTable(
  "servers",
  {
    id: id(),
    workspaceId: uuid("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    origin: text("origin", { enum: ["connected", "provisioned"] }).notNull(),
    host: text("host").notNull(),
    port: integer("port").notNull(),
    username: text("username").notNull(),
    /** Sealed. With `passphrase`, or a password in place of a key while Devpilot has none of its own there. */
    privateKey: bytes("private_key"),
    passphrase: bytes("passphrase"),
    password: bytes("password"),
    publicKey: text("public_key"),
    hostKey: jsonb("host_key").$type<PinnedHostKey>(),
    /** Presented instead of the pinned one: blocks everything until an Admin confirms it. */
    changedHostKey: jsonb("changed_host_key").$type<PinnedHostKey>(),
    connection: text("connection", { enum: ["unknown", "connected", "unreachable", "host_key_changed"] })
      .notNull()
      .default("unknown"),
    connectionReason: text("connection_reason"),
    checkedAt: moment("checked_at"),
    facts: jsonb("facts").$type<ServerFacts>(),
    /** Users that hooks may run as, beside the SSH user. */
    runAsUsers: text("run_as_users")
      .array()
      .notNull()
      .default(sql`'{}'`),
    createdAt: createdAt(),
    removedAt: moment("removed_at"),
  },
  (t) => [unique("servers_tenant").on(t.workspaceId, t.id)],
);
