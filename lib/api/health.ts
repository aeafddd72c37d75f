import { sql } from "drizzle-orm";
import { db } from "#db/index.ts";

/** Whether this process can serve: it answers, and the database answers it within two seconds. */
export async function checkHealth(): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, 2000, false).unref());
  return Promise.race([asksDatabase(), late]);
}

async function asksDatabase(): Promise<boolean> {
  try {
    await db.execute(sql`select 1`);
    return true;
  } catch {
    return false;
  }
}
