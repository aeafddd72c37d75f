import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { createdAt, id, moment } from "../columns.ts";
import { servers } from "./servers.ts";
import { workspaces } from "./workspaces.ts";

const status = () =>
  text("status", { enum: ["pending", "processing", "completed", "failed", "cancelled"] })
    .notNull()
    .default("pending");

/** One piece of long work on a server. A deployment is a run with the same id; scripts and provisioning will be too. */
export const runs = pgTable(
  "runs",
  {
    id: id(),
    workspaceId: uuid("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: ["deployment"] }).notNull(),
    /** What only one runner may act on at a time: for a deployment, its app. */
    resourceId: uuid("resource_id").notNull(),
    serverId: uuid("server_id").notNull(),
    status: status(),
    /** Why it failed or was cancelled, in words. */
    reason: text("reason"),
    /** Grows with every change that a watcher should see. */
    version: integer("version").notNull().default(0),
    lineCount: integer("line_count").notNull().default(0),
    createdAt: createdAt(),
    startedAt: moment("started_at"),
    endedAt: moment("ended_at"),
    cancelRequestedAt: moment("cancel_requested_at"),
    cancelRequestedBy: text("cancel_requested_by"),
  },
  (t) => [
    unique("runs_tenant").on(t.workspaceId, t.id),
    foreignKey({ columns: [t.workspaceId, t.serverId], foreignColumns: [servers.workspaceId, servers.id] }),
    index("runs_open")
      .on(t.resourceId, t.createdAt)
      .where(sql`${t.status} in ('pending', 'processing')`),
    index("runs_recent").on(t.workspaceId, t.createdAt),
  ],
);

/** Who may act on a resource. The fence only grows, and the host refuses an older one. */
export const leases = pgTable("leases", {
  resourceId: uuid("resource_id").primaryKey(),
  workspaceId: uuid("workspace_id")
    .notNull()
    .references(() => workspaces.id, { onDelete: "cascade" }),
  fence: bigint("fence", { mode: "number" }).notNull().default(0),
  holder: uuid("holder"),
  runId: uuid("run_id"),
  expiresAt: moment("expires_at"),
});

/** The ledger: every part of a run in its order, as it was planned and as it went. */
export const steps = pgTable(
  "steps",
  {
    id: id(),
    workspaceId: uuid("workspace_id").notNull(),
    runId: uuid("run_id").notNull(),
    position: integer("position").notNull(),
    stage: text("stage").notNull(),
    /** A step of Devpilot's own (`fetch`, `release`, …) or the action of a hook. */
    kind: text("kind").notNull(),
    isHook: boolean("is_hook").notNull(),
    name: text("name").notNull(),
    /** What to run, frozen when the run was queued. Never holds a secret. */
    input: jsonb("input").$type<Record<string, string>>().notNull().default({}),
    runAs: text("run_as"),
    timeoutSeconds: integer("timeout_seconds").notNull(),
    status: text("status", { enum: ["pending", "processing", "completed", "failed", "skipped", "cancelled"] })
      .notNull()
      .default("pending"),
    reason: text("reason"),
    exitCode: integer("exit_code"),
    /** What the server found out while it ran; never a secret. */
    facts: jsonb("facts").$type<Record<string, string>>().notNull().default({}),
    startedAt: moment("started_at"),
    endedAt: moment("ended_at"),
    /** Bytes of the host's output file that are in the log already: where a new follower goes on. */
    outputOffset: bigint("output_offset", { mode: "number" }).notNull().default(0),
    isCut: boolean("is_cut").notNull().default(false),
  },
  (t) => [
    foreignKey({ columns: [t.workspaceId, t.runId], foreignColumns: [runs.workspaceId, runs.id] }).onDelete("cascade"),
    unique("steps_position").on(t.runId, t.position),
  ],
);

/** Log lines in the order they came, numbered from 1 over the whole run. */
export const logChunks = pgTable(
  "log_chunks",
  {
    workspaceId: uuid("workspace_id").notNull(),
    runId: uuid("run_id").notNull(),
    firstLine: integer("first_line").notNull(),
    lineCount: integer("line_count").notNull(),
    stepPosition: integer("step_position").notNull(),
    at: moment("at").notNull().defaultNow(),
    /** Redacted, joined by \n, without a last one. */
    lines: text("lines").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.firstLine] }),
    foreignKey({ columns: [t.workspaceId, t.runId], foreignColumns: [runs.workspaceId, runs.id] }).onDelete("cascade"),
  ],
);
