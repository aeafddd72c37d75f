import { setTimeout as sleep } from "node:timers/promises";
import { closeDatabase } from "#db/index.ts";
import { schemaState } from "#db/migrate.ts";
import { env } from "#lib/env.ts";
import { Failure } from "../failure.ts";
import { checkDatabase } from "./check-database.ts";
import { makeOrRequireKeys } from "./check-keys.ts";
import { dataHolder, lockData } from "./data-lock.ts";
import { bootEmbedded } from "./embedded.ts";
import { checkSchema, migrateData } from "./migrate.ts";

const PATIENCE_MS = 5 * 60_000;

/**
 * Lends a command the migrated database: that of DATABASE_URL, that of a `npm start` which runs (or is about to), or
 * else the embedded one, which is booted for as long as the work takes.
 */
export async function withDatabase<T>(purpose: string, work: () => Promise<T>): Promise<T> {
  try {
    if (dataHolder(env.dataDirectory)) return await besideStart(work);
    return await alone(purpose, work);
  } finally {
    await closeDatabase();
  }
}

async function besideStart<T>(work: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end && !(await isMigrated()); await sleep(300)) {
    if (!dataHolder(env.dataDirectory))
      throw new Failure("conflict", "`npm start` ended before its database was ready.");
  }
  await checkSchema(env.databaseUrl);
  return work();
}

async function isMigrated(): Promise<boolean> {
  try {
    return (await schemaState(env.databaseUrl)) === "current";
  } catch {
    return false; // It is still booting.
  }
}

async function alone<T>(purpose: string, work: () => Promise<T>): Promise<T> {
  const unlock = lockData(env.dataDirectory, purpose);
  const server = env.hasDatabaseUrl ? undefined : await bootEmbedded(() => process.exit(1));
  try {
    await checkDatabase(env.databaseUrl);
    await makeOrRequireKeys(env.databaseUrl);
    await migrateData(env.databaseUrl);
    return await work();
  } finally {
    await closeDatabase();
    await server?.stop();
    unlock();
  }
}
