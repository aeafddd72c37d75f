import { setTimeout as sleep } from "node:timers/promises";
import { migrate, schemaState } from "#db/migrate.ts";
import { installQueues } from "#lib/jobs/boss.ts";
import { Failure } from "../failure.ts";

/** Throws a Failure when a newer Devpilot wrote the data. */
export async function refuseNewerData(url: string): Promise<void> {
  if ((await schemaState(url)) === "newer") throw newerData();
}

/** Brings the data up to this Devpilot. Throws a Failure when they are newer, or when it fails; they stay as they were then. */
export async function migrateData(url: string): Promise<void> {
  await refuseNewerData(url);
  if ((await schemaState(url)) !== "current") await tryMigration(url);
  await installQueues(url);
}

/** For processes that do not migrate: throws a Failure unless the data are exactly of this Devpilot. */
export async function checkSchema(url: string): Promise<void> {
  await refuseNewerData(url);
  if ((await schemaState(url)) === "current") return;
  throw new Failure(
    "conflict",
    "The data are not up to date with this Devpilot: run `npm start` once, which migrates them.",
  );
}

/** Another machine may migrate the same database at this moment: then one of the two loses, and looks again. */
async function tryMigration(url: string, triesLeft = 20): Promise<void> {
  try {
    await migrate(url);
  } catch (cause) {
    if ((await schemaState(url)) === "current") return;
    if (triesLeft > 0 && isDuplicate(cause)) {
      await sleep(250);
      return tryMigration(url, triesLeft - 1);
    }
    const reason = rootOf(cause);
    throw new Failure("conflict", `The data could not be migrated and are as they were: ${reason}`, { cause });
  }
}

/** SQLSTATE: unique_violation, duplicate_schema, _table, _object. */
function isDuplicate(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && /^(23505|42P06|42P07|42710)$/.test(String(error.code))) return true;
  return isDuplicate(error.cause);
}

/** Drizzle wraps what PostgreSQL says in the whole statement. */
function rootOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause ? rootOf(error.cause) : error.message;
}

function newerData(): Failure {
  return new Failure(
    "conflict",
    "The data are of a newer Devpilot than this one: update it (git pull), then start again.",
  );
}
