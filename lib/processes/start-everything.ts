import { env } from "#lib/env.ts";
import { build, isBuilt } from "./build.ts";
import { checkDatabase } from "./check-database.ts";
import { makeOrRequireKeys } from "./check-keys.ts";
import { checkPort } from "./check-port.ts";
import { bootEmbedded } from "./embedded.ts";
import { migrateData, refuseNewerData } from "./migrate.ts";
import { phase } from "./phase.ts";
import type { Later } from "./run.ts";
import { supervise } from "./supervise.ts";

/** A database, one web and one worker, on the data directory, which the caller has claimed. Shows each part as it goes. */
export async function startEverything(later: Later, giveUp: (reason: unknown) => void): Promise<void> {
  await checkPort(env.port, env.host);
  const url = await openDatabase(later, giveUp);
  await refuseNewerData(url);
  await phase("Keyring", () => makeOrRequireKeys(url));
  if (!isBuilt()) await phase("Building the console", () => build(later));
  await phase("Migrations", () => migrateData(url));
  await phase("Web and worker", () => startBoth(later, giveUp));
}

async function openDatabase(later: Later, giveUp: (reason: unknown) => void): Promise<string> {
  await phase("PostgreSQL", async () => {
    if (env.hasDatabaseUrl) return checkDatabase(env.databaseUrl);
    const server = await bootEmbedded(giveUp);
    later(() => server.stop());
    if (!server.data.startsWith(env.dataDirectory)) return `its data lie in ${server.data}`;
  });
  return env.databaseUrl;
}

async function startBoth(later: Later, giveUp: (reason: unknown) => void): Promise<void> {
  const both = ["web", "worker"].map((name) => supervise(name, giveUp));
  later(async () => void (await Promise.all(both.map((child) => child.stop()))));
  await Promise.all(both.map((child) => child.ready));
}
