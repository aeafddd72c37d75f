import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
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
import { apps } from "./apps.ts";
import { deployments } from "./deployments.ts";

/** Where a git host tells of pushes: one per app, made when auto-deploy is first switched on, and kept with the app. */
export const webhooks = pgTable(
  "webhooks",
  {
    id: id(),
    workspaceId: uuid("workspace_id").notNull(),
    appId: uuid("app_id").notNull(),
    /** How the host signs and words its deliveries. */
    dialect: text("dialect").notNull(),
    /** Sealed. */
    secret: bytes("secret").notNull(),
    /** Sealed: the one before, valid until `previous_until`. */
    previousSecret: bytes("previous_secret"),
    previousUntil: moment("previous_until"),
    rotatedAt: moment("rotated_at"),
    /** `registered` by Devpilot on the host, or `manual`: added there by hand. */
    registration: text("registration", { enum: ["registered", "manual"] }).notNull(),
    /** Why Devpilot could not register it, in words. */
    registrationReason: text("registration_reason"),
    /** The hook's id on the host. */
    remoteId: text("remote_id"),
    /** Which repository it was registered for, so that it can be taken away there after the app moved on. */
    remotePath: text("remote_path"),
    lastDeliveryAt: moment("last_delivery_at"),
    badSignatures: integer("bad_signatures").notNull().default(0),
    lastBadSignatureAt: moment("last_bad_signature_at"),
    createdAt: createdAt(),
  },
  (t) => [
    unique("webhooks_tenant").on(t.workspaceId, t.id),
    uniqueIndex("webhooks_app").on(t.appId),
    foreignKey({ columns: [t.workspaceId, t.appId], foreignColumns: [apps.workspaceId, apps.id] }).onDelete("cascade"),
  ],
);

/** The inbox: every delivery whose signature was right, and what became of it. */
export const deliveries = pgTable(
  "deliveries",
  {
    id: id(),
    workspaceId: uuid("workspace_id").notNull(),
    appId: uuid("app_id").notNull(),
    webhookId: uuid("webhook_id"),
    /** Sent by the host, found by comparing branch heads, or replayed by a person. */
    source: text("source", { enum: ["webhook", "reconciler", "replay"] }).notNull(),
    dialect: text("dialect").notNull(),
    /** The host's own id of the delivery. */
    deliveryKey: text("delivery_key").notNull(),
    event: text("event").notNull(),
    /** Those that matter; never a signature or a token. */
    headers: jsonb("headers").$type<Record<string, string>>().notNull().default({}),
    body: bytes("body"),
    receivedAt: moment("received_at")
      .notNull()
      .default(sql`clock_timestamp()`),
    /** How often the same delivery came again. */
    repeated: integer("repeated").notNull().default(0),
    branch: text("branch"),
    commit: text("commit"),
    verdict: text("verdict", { enum: ["waiting", "deployed", "joined", "ignored"] })
      .notNull()
      .default("waiting"),
    /** In words. */
    reason: text("reason"),
    deploymentId: uuid("deployment_id"),
    decidedAt: moment("decided_at"),
    replayOf: uuid("replay_of"),
    replayedBy: text("replayed_by"),
  },
  (t) => [
    unique("deliveries_tenant").on(t.workspaceId, t.id),
    uniqueIndex("deliveries_key").on(t.webhookId, t.deliveryKey),
    index("deliveries_app").on(t.appId, t.receivedAt.desc()),
    index("deliveries_waiting")
      .on(t.appId)
      .where(sql`${t.verdict} = 'waiting'`),
    foreignKey({ columns: [t.workspaceId, t.appId], foreignColumns: [apps.workspaceId, apps.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.webhookId], foreignColumns: [webhooks.workspaceId, webhooks.id] }),
    foreignKey({
      columns: [t.workspaceId, t.deploymentId],
      foreignColumns: [deployments.workspaceId, deployments.id],
    }),
    foreignKey({
      columns: [t.workspaceId, t.replayOf],
      foreignColumns: [t.workspaceId, t.id] as [AnyPgColumn, AnyPgColumn],
    }),
  ],
);
