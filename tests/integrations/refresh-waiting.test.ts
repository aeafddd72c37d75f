import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import { putOAuthClient } from "#lib/instance/put-oauth-client.ts";
import { sealCredential } from "#lib/integrations/credential.ts";
import { refreshToken } from "#lib/integrations/refresh-token.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addIntegration, addRepositories } from "#tests/support/integration.ts";
import { makeWorld, type World } from "#tests/support/world.ts";

let world: World;
let origin: string;
let asked = 0;

/** Takes every question and answers none. */
const silent = createServer(() => (asked += 1));

beforeAll(async () => {
  await freshDatabase();
  process.env.DEVPILOT_PRIVATE_HOSTS = "127.0.0.1";
  world = await makeWorld();
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const client = { clientId: "id", clientSecret: Secret.of("canary-client-secret") };
  await putOAuthClient(world.owner.actor, { provider: "gitlab", origin, ...client });
});

afterAll(() => {
  silent.closeAllConnections();
  silent.close();
});

async function account() {
  const made = await addIntegration(world.workspace.id, { provider: "gitlab", origin });
  const credential = sealCredential(made, { access_token: "a", refresh_token: "r", is_personal: false });
  const [row = made] = await db
    .update(integrations)
    .set({ credential })
    .where(sql`${integrations.id} = ${made.id}`)
    .returning();
  return row;
}

async function whileNobodyAnswers(accounts: number, work: (rows: Awaited<ReturnType<typeof account>>[]) => unknown) {
  const rows = await Promise.all(Array.from({ length: accounts }, account));
  const before = asked;
  const refreshing = Promise.allSettled(rows.map((row) => refreshToken(row)));
  while (asked === before) await new Promise((resolve) => setTimeout(resolve, 20));
  try {
    await work(rows);
  } finally {
    const ends = setInterval(() => silent.closeAllConnections(), 50);
    await refreshing.finally(() => clearInterval(ends));
  }
}

const soon = <T>(work: Promise<T>) =>
  Promise.race([work.then(() => "done"), new Promise((resolve) => setTimeout(() => resolve("waits"), 2000))]);

test("what points at an account is saved while its token is refreshed", async () => {
  await whileNobodyAnswers(1, async ([row]) => {
    if (!row) throw new Error("no account");
    expect(await soon(addRepositories(row, [{ path: "acme/shop" }]))).toBe("done");
  });
});

test("a host that hangs over the tokens of many accounts leaves the database to others", async () => {
  await whileNobodyAnswers(15, async () => {
    expect(await soon(db.execute(sql`select 1`))).toBe("done");
  });
});
