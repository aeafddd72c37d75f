import { eq, sql } from "drizzle-orm";
import { afterEach, beforeAll, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { activity } from "#db/schema/activity.ts";
import { rateLimits } from "#db/schema/instance.ts";
import { integrations, oauthClients } from "#db/schema/integrations.ts";
import { openToken } from "#lib/integrations/credential.ts";
import { findIntegration } from "#lib/integrations/find.ts";
import { findOwn } from "#lib/integrations/find-own.ts";
import { type ServiceName, serviceNames } from "#lib/integrations/git/index.ts";
import { refreshIntegration } from "#lib/integrations/refresh.ts";
import { refreshToken } from "#lib/integrations/refresh-token.ts";
import { noteRefreshProblem } from "#lib/integrations/state.ts";
import { freshAccess, withClient } from "#lib/integrations/use.ts";
import type { GitService } from "#tests/peers/git-service/service.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addIntegration } from "#tests/support/integration.ts";
import { buildWorld, makeWorld, type World } from "#tests/support/world.ts";
import { connected, register, registeredHost } from "./consent.ts";

let world: World;
const hosts = {} as Record<ServiceName, GitService>;

beforeAll(async () => {
  await freshDatabase();
  process.env.DEVPILOT_PRIVATE_HOSTS = "127.0.0.1";
  world = await makeWorld();
  for (const name of serviceNames) hosts[name] = await registeredHost(world, name);
  hosts.github.setExpiry({ isExpiring: true });
});

afterEach(async () => {
  await db.delete(rateLimits);
  for (const service of Object.values(hosts)) service.setFault(null);
});

const read = (id: string) => findOwn(world.workspace.id, id);

/** An account whose token ends in so many seconds, by our own clock. */
async function account(service: GitService, seconds = 7200) {
  const id = await connected(world.owner.actor, service);
  await db
    .update(integrations)
    .set({ expiresAt: sql`now() + make_interval(secs => ${seconds})` })
    .where(eq(integrations.id, id));
  return read(id);
}

const actionsOn = async (id: string) =>
  (await db.select().from(activity).where(eq(activity.resourceId, id)).orderBy(activity.id)).map(
    ({ action }) => action,
  );

test.each(serviceNames)(
  "ten refreshes of one %s account at once: one call, and all ten have the new token",
  async (name) => {
    const service = hosts[name];
    const seen = await account(service);
    const before = service.refreshes;
    const rows = await Promise.all(Array.from({ length: 10 }, () => refreshToken({ ...seen })));
    expect(service.refreshes - before).toBe(1);
    const kept = await read(seen.id);
    expect(kept.credentialVersion).toBe(seen.credentialVersion + 1);
    const tokens = new Set(rows.map((row) => openToken(row).access_token));
    expect([...tokens]).toEqual([openToken(kept).access_token]);
    expect(openToken(kept).access_token).not.toBe(openToken(seen).access_token);
    expect(kept.expiresAt?.getTime()).toBeGreaterThan(Date.now() + 3_600_000);
  },
);

test("another process that refreshes the same token waits, and makes no second call", async () => {
  const service = hosts.gitlab;
  const seen = await account(service);
  const before = service.refreshes;
  let other: Promise<unknown> = Promise.resolve();
  await db.transaction(async (tx) => {
    await tx.execute(sql`select id from integrations where id = ${seen.id} for update`);
    other = refreshToken(seen);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(service.refreshes).toBe(before);
    await tx.execute(sql`update integrations set credential_version = credential_version + 1 where id = ${seen.id}`);
  });
  await other;
  expect(service.refreshes).toBe(before);
});

test("twenty uses of an account whose token has ended refresh it once, and all of them work", async () => {
  const service = hosts.bitbucket;
  const seen = await account(service, -1);
  service.pass(7201);
  const before = service.refreshes;
  const logins = await Promise.all(
    Array.from({ length: 20 }, () => withClient(seen, async (client) => (await client.account()).login)),
  );
  expect(new Set(logins)).toEqual(new Set(["ana"]));
  expect(service.refreshes - before).toBe(1);
});

test("a token that ends within five minutes is refreshed before git gets it, and not earlier", async () => {
  const service = hosts.gitlab;
  const before = service.refreshes;
  const early = await account(service, 400);
  expect(await freshAccess(early)).toMatchObject({ kind: "basic", username: "oauth2" });
  expect(service.refreshes).toBe(before);
  const late = await account(service, 200);
  const access = await freshAccess(late);
  expect(service.refreshes).toBe(before + 1);
  const { access_token } = openToken(await read(late.id));
  expect(access.kind === "basic" && access.password.reveal()).toBe(access_token);
});

test("a host that does not answer costs nobody a token that still holds", async () => {
  const service = hosts.gitlab;
  const seen = await account(service, 200);
  service.setFault({ kind: "500" }, /oauth/);
  expect(await freshAccess(seen)).toHaveProperty("kind", "basic");
  await expect(refreshToken(seen)).rejects.toMatchObject({ trouble: "away" });
  expect(await read(seen.id)).toMatchObject({ state: "connected", credentialVersion: seen.credentialVersion });
});

test("an OAuth client whose secret is wrong is told of, and the account stays connected until it works again", async () => {
  const service = hosts.gitlab;
  const seen = await account(service, -1);
  await register(world, service, "not-its-secret-any-more");
  const refused = /does not know Devpilot's client id and secret/;
  for (let count = 0; count < 2; count += 1) await expect(freshAccess(seen)).rejects.toThrow(refused);
  const { owner } = world;
  expect(await findIntegration(owner.actor, { integration: seen.id })).toMatchObject({
    state: "connected",
    stateReason: expect.stringMatching(refused) as string,
  });
  await register(world, service);
  await refreshToken(seen);
  expect(await read(seen.id)).toMatchObject({ state: "connected", stateReason: null });
});

test("an OAuth client that was removed is told of, and forgotten once there is one again", async () => {
  const service = hosts.gitlab;
  const seen = await account(service, 200);
  await db.delete(oauthClients).where(eq(oauthClients.provider, "gitlab"));
  expect(await freshAccess(seen)).toHaveProperty("kind", "basic");
  expect(await read(seen.id)).toMatchObject({
    state: "connected",
    stateReason: expect.stringMatching(/OAuth client for GitLab .* was removed/) as string,
  });
  await register(world, service);
  await freshAccess(await read(seen.id));
  expect((await read(seen.id)).stateReason).toBeNull();
});

test("a problem of a token that was replaced meanwhile is not told of", async () => {
  const seen = await account(hosts.gitlab);
  await noteRefreshProblem({ ...seen, credentialVersion: seen.credentialVersion - 1 }, "It was long ago.");
  expect((await read(seen.id)).stateReason).toBeNull();
});

test("a refused refresh token needs reconnecting, says why, and is told once in the activity", async () => {
  const service = hosts.gitlab;
  service.addUser("ben");
  service.signIn("ben");
  const seen = await account(service, -1);
  service.signIn("ana");
  service.revoke("ben");
  for (let count = 0; count < 2; count += 1)
    await expect(refreshToken(seen)).rejects.toMatchObject({ trouble: "token_refused" });
  const row = await read(seen.id);
  expect(row.state).toBe("needs_reconnecting");
  expect(row.stateReason).toMatch(/consent has ended or was taken back/);
  expect((await actionsOn(seen.id)).filter((one) => one === "integration.needs_reconnecting")).toHaveLength(1);
  await expect(withClient(seen, (client) => client.account())).rejects.toThrow(/needs reconnecting/);
  await expect(freshAccess(row)).rejects.toMatchObject({ kind: "conflict" });
});

test("a refresh by hand is told in the activity, one by itself is not", async () => {
  const seen = await account(hosts.bitbucket);
  await refreshToken(seen);
  expect(await actionsOn(seen.id)).not.toContain("integration.refreshed");
  const { refreshedAt } = await refreshIntegration(world.owner.actor, { integration: seen.id });
  expect((await actionsOn(seen.id)).at(-1)).toBe("integration.refreshed");
  expect(refreshedAt?.getTime()).toBeGreaterThan(Date.now() - 60_000);
});

test("what has no refresh token says so, and so does another workspace's integration", async () => {
  hosts.github.setExpiry({ isExpiring: false });
  const lasting = await read(await connected(world.owner.actor, hosts.github));
  const byHand = (integration: string) => refreshIntegration(world.owner.actor, { integration });
  await expect(byHand(lasting.id)).rejects.toMatchObject({ kind: "conflict" });
  const foreign = await addIntegration((await buildWorld("Elsewhere")).workspace.id);
  await expect(byHand(foreign.id)).rejects.toMatchObject({ kind: "not_found" });
});
