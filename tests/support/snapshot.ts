import { sql } from "drizzle-orm";
import { db } from "#db/index.ts";

/** What may change with any request: counted tries, and the attempts that a key repeats. */
const aside = new Set(["rate_limits", "idempotency_keys"]);

/** A fingerprint of every row of every table, to show that nothing changed. A key's last use does not count. */
export async function snapshot(): Promise<Record<string, string>> {
  const { rows: tables } = await db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
  );
  const prints: Record<string, string> = {};
  for (const { name } of tables) if (!aside.has(name)) prints[name] = await fingerprint(name);
  return prints;
}

async function fingerprint(table: string): Promise<string> {
  const {
    rows: [row],
  } = await db.execute<{ print: string }>(sql`
    select count(*) || ':' || coalesce(md5(string_agg(line, '|' order by line)), '') as print
    from (select (to_jsonb(t) - 'last_used_at')::text as line from ${sql.identifier(table)} t) lines`);
  return row?.print ?? "";
}
