import { makeSetupToken } from "#lib/access/setup-token.ts";
import { closeDatabase } from "#db/index.ts";
import { env } from "#lib/env.ts";
import { paths } from "#lib/paths.ts";
import { build, isBuilt } from "./build.ts";
import { checkDatabase } from "./check-database.ts";
import { makeOrRequireKeys } from "./check-keys.ts";
import { checkPort } from "./check-port.ts";
import { lockData } from "./data-lock.ts";
import { bootEmbedded } from "./embedded.ts";
import { migrateData, refuseNewerData } from "./migrate.ts";
import { phase } from "./phase.ts";
import { type Later, run } from "./run.ts";
import { supervise } from "./supervise.ts";

/** Everything on one machine: a database, one web, one worker. */
await run("start", 40, async (later, giveUp) => {
  process.stdout.write("Devpilot starts\n");
  later(lockData(env.dataDirectory, "npm start"));
  await checkPort(env.port, env.host);
  const url = await openDatabase(later, giveUp);
  await refuseNewerData(url);
  await phase("Keyring", () => makeOrRequireKeys(url));
  if (!isBuilt()) await phase("Building the console", () => build(later));
  await phase("Migrations", () => migrateData(url));
  await phase("Web and worker", () => startBoth(later, giveUp));
  await sayWhereItIs();
});

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
  const both = ["web", "worker"].map((name) => supervise(name, ["--max-semi-space-size=2"], giveUp));
  later(async () => void (await Promise.all(both.map((child) => child.stop()))));
  await Promise.all(both.map((child) => child.ready));
}

async function sayWhereItIs(): Promise<void> {
  const token = await makeSetupToken();
  await closeDatabase();
  process.stdout.write(`\nDevpilot runs at ${env.url}\n`);
  if (token) process.stdout.write(`Make the first user here: ${env.url}${paths.setUp()}#${token}\n`);
  process.stdout.write("Ctrl-C stops it.\n\n");
}
