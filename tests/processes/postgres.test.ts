import { readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withConnection } from "#db/pool.ts";
import { schemaState } from "#db/migrate.ts";
import { startPostgres } from "#lib/processes/postgres.ts";
import { openHome } from "#tests/support/open-home.ts";
import { createDatabase, freshDatabase, privatePostgres } from "#tests/support/database.ts";

describe("the embedded PostgreSQL", () => {
  const home = openHome();
  const directory = join(home, "postgres");
  afterAll(() => rmSync(home, { recursive: true }));

  it("keeps what was written from one start to the next", async () => {
    const first = await startPostgres(directory);
    await once(first.url(), "create table kept (n int); insert into kept values (7)");
    await first.stop();
    const second = await startPostgres(directory);
    expect(await once(second.url(), "select n from kept")).toEqual([{ n: 7 }]);
    await second.stop();
  });

  it("listens on loopback only and wants a password that only its owner can read", async () => {
    const server = await startPostgres(directory);
    const stranger = new URL(server.url());
    stranger.password = "guess";
    await expect(once(stranger.href, "select 1")).rejects.toThrow("password authentication failed");
    expect(await once(server.url(), "show listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
    expect(statSync(`${directory}.password`).mode & 0o777).toBe(0o600);
    await server.stop();
  });

  it("replaces a server that a killed process left on the same data", async () => {
    const left = await startPostgres(directory);
    const next = await startPostgres(directory);
    await left.ended;
    expect(await once(next.url(), "select 1 as here")).toEqual([{ here: 1 }]);
    await next.stop();
  });

  it("keeps the statements of its users out of its log", async () => {
    const server = await startPostgres(directory);
    await expect(once(server.url(), "select 'canary-in-a-statement' from nowhere")).rejects.toThrow("does not exist");
    expect(readFileSync(`${directory}.log`, "utf8")).not.toContain("canary");
    await server.stop();
  });
});

describe("databases for tests", () => {
  let url: string;
  beforeAll(async () => {
    url = await freshDatabase();
  });

  it("are born migrated, and one test file can't see another's rows", async () => {
    expect(await schemaState(url)).toBe("current");
    expect(await schemaState(await createDatabase({ empty: true }))).toBe("empty");
    expect(await createDatabase()).not.toBe(url);
  });

  it("a killed server comes back on its address with what was committed", async () => {
    const server = await privatePostgres();
    await once(server.url, "create table kept (n int); insert into kept values (7)");
    await server.kill();
    await server.start();
    expect(await once(server.url, "select n from kept")).toEqual([{ n: 7 }]);
  });
});

async function once(url: string, statement: string): Promise<Record<string, unknown>[]> {
  return withConnection(url, async (client) => (await client.query<Record<string, unknown>>(statement)).rows);
}
