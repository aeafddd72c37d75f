import { lt, sql } from "drizzle-orm";
import { db } from "#db/index.ts";
import { rateLimits } from "#db/schema/instance.ts";
import { sessions } from "#db/schema/users.ts";

/** Forgets counted tries and sessions that are over: anybody can cause such rows, and nobody reads them again. */
export async function tidyAccess(): Promise<void> {
  await db.delete(rateLimits).where(lt(rateLimits.resetsAt, sql`now()`));
  await db.delete(sessions).where(lt(sessions.expiresAt, sql`now()`));
}
