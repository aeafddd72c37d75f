import { readFileSync } from "node:fs";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as applyMigrations } from "drizzle-orm/node-postgres/migrator";
import { withConnection } from "./pool.ts";

const folder = `${process.cwd()}/db/migrations`;

export type SchemaState = "empty" | "older" | "current" | "newer";

/** How the data's schema stands to this code's. Reads only. */
export async function schemaState(url: string): Promise<SchemaState> {
  return withConnection(url, async (client) => {
    const table = await client.query<{ name: string | null }>(
      "select to_regclass('drizzle.__drizzle_migrations') as name",
    );
    if (!table.rows[0]?.name) return "empty";
    const latest = await client.query<{ at: string | null }>(
      "select max(created_at)::text as at from drizzle.__drizzle_migrations",
    );
    const applied = Number(latest.rows[0]?.at ?? 0);
    const known = newestMigration();
    return applied === known ? "current" : applied < known ? "older" : "newer";
  });
}

/** Brings the schema up to this code's, in one transaction: a migration that fails leaves the data as it was. */
export async function migrate(url: string): Promise<void> {
  await withConnection(url, (client) => applyMigrations(drizzle({ client }), { migrationsFolder: folder }));
}

function newestMigration(): number {
  const journal = JSON.parse(readFileSync(`${folder}/meta/_journal.json`, "utf8")) as { entries: { when: number }[] };
  return Math.max(...journal.entries.map((entry) => entry.when));
}
