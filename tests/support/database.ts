import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, inject } from "vitest";
import { closeDatabase } from "#db/index.ts";
import { migrate } from "#db/migrate.ts";
import { withConnection } from "#db/pool.ts";
import { openHome } from "#tests/support/open-home.ts";
import { startPostgres, type Postgres } from "#lib/processes/postgres.ts";

/**
 * A migrated, empty database for the test file that asks, and DATABASE_URL points to it from now on. It is dropped
 * when the file is done. Returns its address, for the processes that a test starts.
 */
export async function freshDatabase(): Promise<string> {
  const url = await createDatabase();
  await closeDatabase();
  process.env.DATABASE_URL = url;
  afterAll(async () => {
    await closeDatabase();
    await dropDatabase(url);
  });
  return url;
}

/** The same without a say in DATABASE_URL; dropped with the run. `empty` leaves the schema out. */
export async function createDatabase(options: { empty?: boolean } = {}): Promise<string> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asSuperuser(`create database ${name} template ${options.empty ? "template0" : "template1"}`);
  const url = new URL(inject("postgresUrl"));
  url.pathname = name;
  return url.href;
}

async function dropDatabase(url: string): Promise<void> {
  await asSuperuser(`drop database if exists ${new URL(url).pathname.slice(1)} with (force)`);
}

async function asSuperuser(statement: string): Promise<void> {
  await withConnection(inject("postgresUrl"), (client) => client.query(statement));
}

export interface PrivatePostgres {
  /** The migrated database; the same address after every restart. */
  url: string;
  /** Ends every session at once and replays its log when it is back, as after a crash. */
  kill(): Promise<void>;
  /** A clean stop. */
  stop(): Promise<void>;
  /** Boots it again, on the same port. */
  start(): Promise<void>;
}

/** A server of the test's own, to stop, kill and start again. It is gone when the test file is done. */
export async function privatePostgres(): Promise<PrivatePostgres> {
  const home = openHome();
  const boot = (port?: number) => startPostgres(join(home, "postgres"), port ? { port } : {});
  let server: Postgres = await boot();
  const url = server.url();
  await migrate(url);
  afterAll(async () => {
    await server.stop();
    rmSync(home, { recursive: true });
  });
  return {
    url,
    stop: () => server.stop(),
    kill: async () => {
      process.kill(server.pid, "SIGKILL");
      await server.ended;
    },
    start: async () => {
      server = await boot(Number(new URL(url).port));
    },
  };
}
