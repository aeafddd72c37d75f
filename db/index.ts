import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { env } from "#lib/env.ts";

export type Database = ReturnType<typeof open>["db"];
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

let opened: ReturnType<typeof open> | undefined;

function open(url: string) {
  const client = postgres(url, { max: 10, onnotice: () => undefined, connection: { application_name: "devpilot" } });
  return { client, db: drizzle({ client }) };
}

/** The database of this process, opened at first use. */
export const db: Database = new Proxy({} as Database, {
  get(_, property) {
    opened ??= open(env.databaseUrl);
    const value = Reflect.get(opened.db, property) as unknown;
    return typeof value === "function" ? value.bind(opened.db) : value;
  },
});

export async function closeDatabase(): Promise<void> {
  const closing = opened;
  opened = undefined;
  await closing?.client.end({ timeout: 5 });
}
