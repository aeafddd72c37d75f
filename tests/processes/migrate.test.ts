import { describe, expect, it } from "vitest";
import { withConnection } from "#db/pool.ts";
import { schemaState } from "#db/migrate.ts";
import { checkSchema, migrateData } from "#lib/processes/migrate.ts";
import { createDatabase } from "#tests/support/database.ts";

describe("migrations", () => {
  it("bring an empty database up to date, and a second time change nothing", async () => {
    const url = await createDatabase({ empty: true });
    await expect(checkSchema(url)).rejects.toThrow("run `npm start` once");
    await migrateData(url);
    await migrateData(url);
    expect(await schemaState(url)).toBe("current");
    await checkSchema(url);
  });

  it("leave the data exactly as they were when one fails", async () => {
    const url = await createDatabase({ empty: true });
    // The first migration makes a table of this name, after others.
    await query(url, "create table workspaces (kept text); insert into workspaces values ('as it was')");
    await expect(migrateData(url)).rejects.toThrow(
      'The data could not be migrated and are as they were: relation "workspaces" already exists',
    );
    const tables = await query(url, "select tablename from pg_tables where schemaname = 'public'");
    expect(tables).toEqual([{ tablename: "workspaces" }]);
    expect(await query(url, "select kept from workspaces")).toEqual([{ kept: "as it was" }]);
  });

  it("may be begun by two machines at once", async () => {
    const url = await createDatabase({ empty: true });
    await Promise.all([migrateData(url), migrateData(url)]);
    expect(await schemaState(url)).toBe("current");
  });
});

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  return withConnection(url, async (client) => (await client.query<Record<string, unknown>>(statement)).rows);
}
