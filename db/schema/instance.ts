import { boolean, check, integer, pgTable, text } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { bytes, moment } from "../columns.ts";

/** One row: what belongs to this Devpilot as a whole. */
export const instance = pgTable(
  "instance",
  {
    only: boolean("only").primaryKey().default(true),
    setupTokenHash: bytes("setup_token_hash"),
  },
  (t) => [check("instance_only", sql`${t.only}`)],
);

/** Counted tries per key and window, here so that a limit holds over every web process. */
export const rateLimits = pgTable("rate_limits", {
  key: text("key").primaryKey(),
  count: integer("count").notNull(),
  resetsAt: moment("resets_at").notNull(),
});
