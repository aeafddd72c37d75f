import { makeSetupToken } from "#lib/access/setup-token.ts";
import { closeDatabase } from "#db/index.ts";
import { env } from "#lib/env.ts";
import { paths } from "#lib/paths.ts";
import { lockData } from "./data-lock.ts";
import { run } from "./run.ts";
import { startEverything } from "./start-everything.ts";

/** Everything on one machine: a database, one web, one worker. */
await run("start", 40, async (later, giveUp) => {
  process.stdout.write("Devpilot starts\n");
  later(lockData(env.dataDirectory, "npm start"));
  await startEverything(later, giveUp);
  await sayWhereItIs();
});

async function sayWhereItIs(): Promise<void> {
  const token = await makeSetupToken();
  await closeDatabase();
  process.stdout.write(`\nDevpilot runs at ${env.url}\n`);
  if (token) process.stdout.write(`Make the first user here: ${env.url}${paths.setUp()}#${token}\n`);
  process.stdout.write("Ctrl-C stops it.\n\n");
}
