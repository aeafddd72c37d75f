import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { drizzle } from "drizzle-orm/node-postgres";
import { env } from "#lib/env.ts";
import { onePerProcess } from "#lib/one-per-process.ts";
import { ConnectionPool } from "./pool.ts";

export type Database = ReturnType<typeof open>["db"];
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

const opened = onePerProcess<ReturnType<typeof open>>("database");

function open(url: string) {
  const client = new ConnectionPool(url);
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
 * hundreds of times a second. Bytes and moments come back as the driver reads them.
 */
export async function prepared<Row extends object>(statement: SQL): Promise<Row[]> {
  const { client } = opened.get() ?? first();
  const { sql, params } = dialect.sqlToQuery(statement);
  const name = createHash("sha1").update(sql).digest("hex");
  return (await client.query<Row>({ name, text: sql, values: params })).rows;
}

export async function closeDatabase(): Promise<void> {
  const closing = opened.get();
  opened.set(undefined);
  // What somebody has taken for longer is not waited for.
  await Promise.race([closing?.client.end(), sleep(5000, undefined, { ref: false })]);
}

function first() {
  const made = open(env.databaseUrl);
  opened.set(made);
  return made;
}
