import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withConnection } from "#db/pool.ts";
import { newId } from "#db/columns.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { parseKeyring, useKeyring } from "#lib/secrets/keyring.ts";
import { seal } from "#lib/secrets/vault.ts";
import { createDatabase } from "#tests/support/database.ts";
import { openHome } from "#tests/support/open-home.ts";
import { freePort } from "#lib/processes/free-port.ts";
import { runProgram } from "#tests/support/program.ts";
import { oldPostgres } from "./old-postgres.ts";

const home = openHome();
let database: string;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => rmSync(home, { recursive: true }));

/** What a start in these circumstances says before it ends; it must end with an exit code that is not 0. */
async function refusal(environment: Record<string, string>, file = "lib/processes/start.ts"): Promise<string> {
  const port = String(await freePort());
  const program = runProgram(file, [], {
    environment: { DEVPILOT_DATA: join(home, "data"), PORT: port, ...environment },
  });
  const code = await program.ends();
  expect(code, program.said()).toBe(1);
  expect(program.said()).not.toMatch(/\n\s+at |ref [0-9A-F]{4}/);
  return program.said().trim().split("\n").at(-1) ?? "";
}

describe("start says in one sentence and ends when", () => {
  it("the port is taken, before anything else is done", async () => {
    const neighbour = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => neighbour.once("listening", resolve));
    const port = String((neighbour.address() as { port: number }).port);
    expect(await refusal({ PORT: port, DATABASE_URL: database })).toBe(
      `Port ${port} is taken by another program: stop it, or choose another with PORT.`,
    );
    neighbour.close();
  });

  it("PORT is not a number", async () => {
    expect(await refusal({ PORT: "http" })).toBe("PORT must be a whole number from 1 to 65535.");
  });

  it("DEVPILOT_HOST is no address of this machine", async () => {
    expect(await refusal({ DEVPILOT_HOST: "192.0.2.1", DATABASE_URL: database })).toContain(
      "not an address of this machine",
    );
  });

  it("the data directory can't be written", async () => {
    const file = join(home, "file");
    writeFileSync(file, "");
    expect(await refusal({ DEVPILOT_DATA: join(file, "data") })).toContain(`${file}/data can't be written`);
  });

  it.runIf(process.getuid?.() === 0)("the disk is full", async () => {
    const disk = join(home, "disk");
    mkdirSync(disk);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", disk]);
    try {
      expect(await refusal({ DEVPILOT_DATA: disk })).toMatch(
        /^The disk of .* is full: \d MB are free, 100 MB are needed\.$/,
      );
    } finally {
      execFileSync("umount", [disk]);
    }
  });

  it("DATABASE_URL is no address of a database", async () => {
    expect(await refusal({ DATABASE_URL: "mysql://here" })).toContain("DATABASE_URL must look like postgres://");
  });

  it("nobody answers at DATABASE_URL", async () => {
    const port = await freePort();
    const url = `postgres://someone:canary-password@127.0.0.1:${port}/devpilot`;
    const sentence = await refusal({ DATABASE_URL: url });
    expect(sentence).toBe(`No PostgreSQL answers at 127.0.0.1:${port}: is it running, and is DATABASE_URL right?`);
    expect(sentence).not.toContain("canary-password");
  });

  it("the password in DATABASE_URL is wrong", async () => {
    const url = new URL(database);
    url.password = "guess";
    expect(await refusal({ DATABASE_URL: url.href })).toContain("does not accept the password of devpilot");
  });

  it("DATABASE_URL names a database that does not exist", async () => {
    const url = new URL(database);
    url.pathname = "nowhere";
    expect(await refusal({ DATABASE_URL: url.href })).toContain("has no database called nowhere");
  });

  it("PostgreSQL is older than 15", async () => {
    const { url, close } = await oldPostgres(140_012);
    expect(await refusal({ DATABASE_URL: url })).toBe(
      "Devpilot needs PostgreSQL 15 or newer; DATABASE_URL leads to version 14.",
    );
    close();
  });

  it("the data are of a newer Devpilot, for web and worker too", async () => {
    const newer = await createDatabase();
    await change(newer, "insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9999999999999)");
    for (const name of ["start", "web", "worker"]) {
      expect(await refusal({ DATABASE_URL: newer }, `lib/processes/${name}.ts`)).toContain(
        "The data are of a newer Devpilot",
      );
    }
  });

  it("the key is missing that sealed what is stored", async () => {
    const sealed = await createDatabase();
    await storeSecret(sealed, "lost");
    const other = `other:${Buffer.alloc(32, 2).toString("base64")}`;
    expect(await refusal({ DATABASE_URL: sealed, DEVPILOT_KEYS: other })).toContain("lacks the key lost");
    expect(await refusal({ DATABASE_URL: sealed, DEVPILOT_DATA: join(home, "no-keys") })).toContain("Keyring missing");
  });
});

describe("web and worker, which do not migrate, refuse", () => {
  it.each(["web", "worker"])("%s: data that are not up to date", async (name) => {
    const empty = await createDatabase({ empty: true });
    expect(await refusal({ DATABASE_URL: empty }, `lib/processes/${name}.ts`)).toContain("run `npm start` once");
  });

  it.each(["web", "worker"])("%s: to run without any database", async (name) => {
    const nothing = join(home, "nothing");
    expect(await refusal({ DEVPILOT_DATA: nothing }, `lib/processes/${name}.ts`)).toContain(
      "No database: set DATABASE_URL",
    );
  });
});

async function storeSecret(url: string, keyId: string): Promise<void> {
  const [workspaceId, row] = [newId(), newId()];
  useKeyring(parseKeyring(`${keyId}:${Buffer.alloc(32, 1).toString("base64")}`, "the test"));
  const value = seal(Secret.of("a stored secret"), { workspaceId, table: "integrations", row, column: "credential" });
  useKeyring(undefined);
  await change(
    url,
    `create table sealed_somewhere (value bytea); insert into sealed_somewhere values ('\\x${value.toString("hex")}')`,
  );
}

async function change(url: string, statements: string): Promise<void> {
  await withConnection(url, (client) => client.query(statements));
}
