import { rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { migrate } from "#db/migrate.ts";
import { openHome } from "#tests/support/open-home.ts";
import { installQueues } from "#lib/jobs/boss.ts";
import { startPostgres } from "#lib/processes/postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The superuser's address of this run's PostgreSQL, whose `template1` is migrated. */
    postgresUrl: string;
  }
}

/** One PostgreSQL for a whole run; every database that a test makes on it is born migrated. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = openHome();
  const server = await startPostgres(join(home, "postgres"), { settings: { fsync: "off", max_connections: "300" } });
  await migrate(server.url("template1"));
  await installQueues(server.url("template1"));
  project.provide("postgresUrl", server.url());
  return async () => {
    await server.stop();
    rmSync(home, { recursive: true });
  };
}
