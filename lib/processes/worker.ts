import { env } from "#lib/env.ts";
import { checkDatabase } from "./check-database.ts";
import { requireKeys } from "./check-keys.ts";
import { checkSchema } from "./migrate.ts";
import { log } from "./log.ts";
import { run, tellReady } from "./run.ts";
import { startWorkers } from "./workers.ts";

/** Carries out what web and webhooks have written down. Any number of these on one database. */
await run("worker", 9, async (later) => {
  await checkDatabase(env.databaseUrl);
  await checkSchema(env.databaseUrl);
  await requireKeys(env.databaseUrl);
  const workers = await startWorkers();
  later(() => workers.stop());
  log("worker", "waits for work");
  tellReady();
});
