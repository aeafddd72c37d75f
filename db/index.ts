import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { env } from "#lib/env.ts";
import { onePerProcess } from "#lib/one-per-process.ts";

export type Database = ReturnType<typeof open>["db"];
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

const opened = onePerProcess<ReturnType<typeof open>>("database");

function open(url: string) {
  const client = postgres(url, { max: 10, onnotice: () => undefined, connection: { application_name: "devpilot" } });
  return { client, db: drizzle({ client }) };
}

/** The database of this process, opened at first use. */
export const db: Database = new Proxy({} as Database, {
  get(_, property) {
    const { db: current } = opened.get() ?? first();
    const value = Reflect.get(current, property) as unknown;
    return typeof value === "function" ? value.bind(current) : value;
  },
});

const dialect = new PgDialect();

/**
 * Sends a statement that is planned once per connection, where those of `db` are planned each time: for what comes
 * hundreds of times a second. Moments come back as text.
 */
export async function prepared<Row extends object>(statement: SQL): Promise<Row[]> {
  const { client } = opened.get() ?? first();
  const { sql, params } = dialect.sqlToQuery(statement);
  return client.unsafe<Row[]>(sql, params as postgres.ParameterOrJSON<never>[], { prepare: true });
}

export async function closeDatabase(): Promise<void> {
  const closing = opened.get();
  opened.set(undefined);
  await closing?.client.end({ timeout: 5 });
}

function first() {
  const made = open(env.databaseUrl);
  opened.set(made);
  return made;
}
