import { eq } from "drizzle-orm";
import { afterEach, beforeAll, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { activity } from "#db/schema/activity.ts";
import { integrations } from "#db/schema/integrations.ts";
import { findOwn } from "#lib/integrations/find-own.ts";
import { testIntegration } from "#lib/integrations/test.ts";
import { withClient } from "#lib/integrations/use.ts";
import type { GitService } from "#tests/peers/git-service/service.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addIntegration } from "#tests/support/integration.ts";
import { makeWorld, type World } from "#tests/support/world.ts";
import { connected, registeredHost } from "./consent.ts";

let world: World;
let hub: GitService;
let lab: GitService;

beforeAll(async () => {
  await freshDatabase();
  process.env.DEVPILOT_PRIVATE_HOSTS = "127.0.0.1";
  world = await makeWorld();
  hub = await registeredHost(world, "github");
  lab = await registeredHost(world, "gitlab");
});

afterEach(() => hub.setFault(null));

const read = (id: string) => findOwn(world.workspace.id, id);
const whoAmI = (integration: { workspaceId: string; id: string }) =>
  withClient(integration, async (client) => (await client.account()).login);

/** An account of a person of its own, so that what is done to its token touches no other test. */
async function account(service: GitService, login: string) {
  service.addUser(login);
  service.signIn(login);
  return read(await connected(world.owner.actor, service));
}

test("an account is used as itself", async () => {
  expect(await whoAmI(await account(hub, "ada"))).toBe("ada");
});

test("a refused token is refreshed once, and the work begins again", async () => {
  const integration = await account(lab, "bea");
  lab.pass(7201);
  const before = lab.refreshes;
  let begun = 0;
  const login = await withClient(integration, async (client) => {
    begun += 1;
    return (await client.account()).login;
  });
  expect([login, begun, lab.refreshes - before]).toEqual(["bea", 2, 1]);
});

test.each(["github", "gitlab"] as const)(
  "a revoked %s account needs reconnecting, until it is tested well",
  async (name) => {
    const service = { github: hub, gitlab: lab }[name];
    const integration = await account(service, "cyd");
    service.revoke("cyd");
    await expect(whoAmI(integration)).rejects.toMatchObject({ trouble: "token_refused" });
    const row = await read(integration.id);
    expect(row.state).toBe("needs_reconnecting");
    expect(row.stateReason).not.toBe("");
    const told = await db.select().from(activity).where(eq(activity.resourceId, integration.id));
    const [last] = told.filter(({ action }) => action === "integration.needs_reconnecting");
    expect(last).toMatchObject({ actorKind: "system", detail: { reason: row.stateReason } });
    const before = service.requests.length;
    await expect(whoAmI(integration)).rejects.toMatchObject({ kind: "conflict" });
    expect(service.requests.length).toBe(before);
  },
);

test("a host that is busy is left alone until it says", async () => {
  const integration = await account(hub, "dee");
  hub.setFault({ kind: "429", retryAfter: 120 });
  await expect(whoAmI(integration)).rejects.toMatchObject({ trouble: "rate_limited" });
  hub.setFault(null);
  const { rateLimitedUntil, state } = await read(integration.id);
  expect((rateLimitedUntil?.getTime() ?? 0) - Date.now()).toBeGreaterThan(100_000);
  expect(state).toBe("connected");
  const before = hub.requests.length;
  await expect(whoAmI(integration)).rejects.toMatchObject({ trouble: "rate_limited" });
  expect(hub.requests.length).toBe(before);
  await db.update(integrations).set({ rateLimitedUntil: new Date(Date.now() - 1) });
  expect(await whoAmI(integration)).toBe("dee");
});

test.each([{ kind: "500" }, { kind: "html" }, { kind: "cut" }] as const)(
  "%o is no reason to reconnect",
  async (fault) => {
    const integration = await account(hub, "eve");
    hub.setFault(fault);
    await expect(whoAmI(integration)).rejects.toMatchObject({ kind: "unavailable" });
    expect(await read(integration.id)).toMatchObject({ state: "connected", stateReason: null });
  },
);

test("a host that hangs is given up after ten seconds", { timeout: 30_000 }, async () => {
  const integration = await account(hub, "fay");
  hub.setFault({ kind: "hang" });
  const from = Date.now();
  await expect(whoAmI(integration)).rejects.toMatchObject({ kind: "unavailable" });
  expect(Date.now() - from).toBeLessThan(15_000);
});

test("a test by hand tells of new scopes, and brings back what was broken off", async () => {
  const integration = await account(hub, "gia");
  await db
    .update(integrations)
    .set({ state: "needs_reconnecting", stateReason: "It was.", scopes: [] })
    .where(eq(integrations.id, integration.id));
  const tested = await testIntegration(world.owner.actor, { integration: integration.id });
  expect(tested).toMatchObject({ state: "connected", stateReason: null, missingScopes: [] });
});

test("what was removed, or is no account, is used by nobody", async () => {
  const removed = await addIntegration(world.workspace.id, { removedAt: new Date(), credential: null });
  await expect(whoAmI(removed)).rejects.toMatchObject({ kind: "conflict" });
  const key = await addIntegration(world.workspace.id, { provider: "ssh", facts: { way: "key" } });
  await expect(whoAmI(key)).rejects.toMatchObject({ kind: "conflict" });
});
