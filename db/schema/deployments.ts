import { sql } from "drizzle-orm";
import { boolean, foreignKey, index, integer, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { moment } from "../columns.ts";
import { apps } from "./apps.ts";
import { runs } from "./runs.ts";

export const deployments = pgTable(
  "deployments",
  {
    /** The id of its run, which holds status and times. */
    id: uuid("id").primaryKey(),
    workspaceId: uuid("workspace_id").notNull(),
    appId: uuid("app_id").notNull(),
    /** Counted per app; the release's directory name. */
    number: integer("number").notNull(),
    trigger: text("trigger", { enum: ["manual", "push", "rollback", "retry"] }).notNull(),
    triggeredBy: text("triggered_by").notNull(),
    triggeredByUserId: uuid("triggered_by_user_id"),
    branch: text("branch").notNull(),
    /** Deployed by the name of a tag, in place of the head of the branch. */
    tag: text("tag"),
    /** Asked for; null means the head of the branch at the moment of starting. */
    wantedCommit: text("wanted_commit"),
    commit: text("commit"),
    commitMessage: text("commit_message"),
    committer: text("committer"),
    commitUrl: text("commit_url"),
    /** The directory under `deployments/`; a rollback and a retry reuse an earlier one. */
    release: integer("release").notNull(),
    rollbackOf: uuid("rollback_of"),
    retryOf: uuid("retry_of"),
    replaces: uuid("replaces"),
    releasedAt: moment("released_at"),
    /** Changes only in the transaction that sets `released_at`, of this deployment or of the next. */
    isLive: boolean("is_live").notNull().default(false),
    isPinned: boolean("is_pinned").notNull().default(false),
    /** When its directory left the server; from then on a rollback has to build again. */
    releaseRemovedAt: moment("release_removed_at"),
    health: text("health", { enum: ["unknown", "healthy", "unhealthy"] })
      .notNull()
      .default("unknown"),
    healthDetail: text("health_detail"),
    /** How the running app was switched, and for how many milliseconds nothing answered on its port. */
    switch: text("switch", { enum: ["none", "handover", "restart"] }),
    gapMs: integer("gap_ms"),
    /** Which status the git host was last told, and what it calls the report; see `report_after` for the next try. */
    reportedStatus: text("reported_status"),
    reportRef: text("report_ref"),
    reportTries: integer("report_tries").notNull().default(0),
    /** Not before; null once there is nothing to tell, or nobody to tell it. */
    reportAfter: moment("report_after"),
  },
  (t) => [
    unique("deployments_tenant").on(t.workspaceId, t.id),
    unique("deployments_number").on(t.appId, t.number),
    uniqueIndex("deployments_live")
      .on(t.appId)
      .where(sql`${t.isLive}`),
    index("deployments_report")
      .on(t.reportAfter)
      .where(sql`${t.reportAfter} is not null`),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [runs.workspaceId, runs.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.appId], foreignColumns: [apps.workspaceId, apps.id] }),
    foreignKey({ columns: [t.workspaceId, t.rollbackOf], foreignColumns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.retryOf], foreignColumns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.replaces], foreignColumns: [t.workspaceId, t.id] }),
  ],
);
