import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { integrations, remoteRepositories } from "#db/schema/integrations.ts";
import { parse } from "#lib/access/entry.ts";
import { listRepositories, listRepositoriesInput } from "#lib/integrations/repositories.ts";
import { readRepositories } from "#lib/integrations/read-repositories.ts";
import type { GitService } from "#tests/peers/git-service/service.ts";
import { startGitHub } from "#tests/peers/github.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addIntegration, addRepositories, openTo } from "#tests/support/integration.ts";
import { buildWorld, makeWorld, type World } from "#tests/support/world.ts";

let world: World;
let hub: GitService;

beforeAll(async () => {
  await freshDatabase();
  process.env.DEVPILOT_PRIVATE_HOSTS = "127.0.0.1";
  world = await makeWorld();
  hub = await startGitHub();
  afterAll(() => hub.stop());
  hub.addUser("ana");
});

afterEach(() => hub.setFault(null));

/** An account of the stand-in whose list was never read. */
const connect = (over: Parameters<typeof addIntegration>[1] = {}) =>
  addIntegration(world.workspace.id, {
    origin: hub.url,
    token: hub.tokenFor("ana"),
    repositoriesReadAt: null,
    ...over,
  });

function search(integration: { id: string }, input: Record<string, unknown> = {}) {
  const given = { project: world.project.id, integration: integration.id, ...input };
  return listRepositories(world.owner.actor, parse(listRepositoriesInput, given));
}

const readNow = ({ id }: { id: string }) =>
  readRepositories(world.owner.actor, { project: world.project.id, integration: id });

const pathsOf = ({ data }: { data: { path: string }[] }) => data.map(({ path }) => path);

const setRow = (id: string, values: Partial<typeof integrations.$inferInsert>) =>
  db.update(integrations).set(values).where(eq(integrations.id, id));

/** Waits until nobody reads the list. */
async function settled(integration: { id: string }) {
  await expect.poll(async () => (await search(integration)).isReading, { timeout: 10_000 }).toBe(false);
  return search(integration);
}

test("a first list is read while the person waits, every page of it, organisations' and archived ones included", async () => {
  await hub.addRepository({ path: "ana/blog", isPrivate: false });
  await hub.addRepository({ path: "acme/shop", members: { ana: "admin" } });
  await hub.addRepository({ path: "acme/old", members: { ana: "read" }, isArchived: true });
  await hub.addRepository({ path: "acme/new", members: { ana: "write" }, isEmpty: true });
  hub.addRepositories(250);
  const integration = await connect();
  const first = await search(integration, { search: "acme/" });
  expect(first).toMatchObject({ isReading: false, problem: null, readAt: expect.any(Date) as Date });
  const found = Object.fromEntries(first.data.map(({ path, ...rest }) => [path, rest]));
  expect(found).toMatchObject({
    "acme/shop": { isPrivate: true, isArchived: false, isEmpty: false, defaultBranch: "main" },
    "acme/old": { isArchived: true },
    "acme/new": { isEmpty: true },
  });
  expect((await search(integration, { search: "bulk/repository-0250" })).data).toHaveLength(1);
  const calls = hub.requests.length;
  await search(integration, { search: "shop" });
  expect(hub.requests.length).toBe(calls);
});

test("an old list is answered at once and read anew behind the answer; what is gone on the host is gone then", async () => {
  const integration = await connect();
  await addRepositories(integration, [{ path: "acme/gone", seenAt: new Date(0) }]);
  await setRow(integration.id, { repositoriesReadAt: new Date(Date.now() - 11 * 60_000) });
  const old = await search(integration, { search: "acme/" });
  expect([pathsOf(old), old.isReading]).toEqual([["acme/gone"], true]);
  await settled(integration);
  expect(pathsOf(await search(integration, { search: "acme/" })).toSorted()).toEqual([
    "acme/new",
    "acme/old",
    "acme/shop",
  ]);
});

test("a reading that fails half way keeps the old list, takes nothing away, and says why", async () => {
  const integration = await connect();
  await addRepositories(integration, [{ path: "acme/kept", seenAt: new Date(0) }]);
  hub.setRateLimit(1);
  const failed = await readNow(integration);
  hub.setRateLimit(5000);
  const problem = expect.stringContaining("no more requests") as string;
  expect(failed).toMatchObject({ isReading: false, readAt: null, problem });
  expect(pathsOf(await search(integration, { search: "kept" }))).toEqual(["acme/kept"]);
  expect((await search(integration)).data.length).toBeGreaterThan(1);
  await setRow(integration.id, { rateLimitedUntil: null });
  expect(await readNow(integration)).toMatchObject({ problem: null, readAt: expect.any(Date) as Date });
  expect(pathsOf(await search(integration, { search: "kept" }))).toEqual([]);
});

test.each(["500", "html", "cut"] as const)(
  "a host that answers %s is not asked again with every key that is typed, and the button asks at once",
  async (kind) => {
    const integration = await connect();
    hub.setFault({ kind });
    expect((await search(integration)).problem).toMatch(/GitHub|could not be reached/);
    const calls = hub.requests.length;
    const second = await search(integration, { search: "s" });
    expect([second.isReading, hub.requests.length - calls]).toEqual([false, 0]);
    hub.setFault(null);
    expect(await readNow(integration)).toMatchObject({ problem: null, readAt: expect.any(Date) as Date });
  },
);

test("ten who ask at once read the list once, and a reader that died is replaced", async () => {
  const integration = await connect();
  const before = hub.requests.length;
  await Promise.all(Array.from({ length: 10 }, () => search(integration)));
  await settled(integration);
  const once = hub.requests.length - before;
  expect(once).toBeGreaterThan(0);
  await setRow(integration.id, { repositoriesReadAt: null, repositoriesClaimedAt: new Date() });
  expect((await search(integration)).isReading).toBe(true);
  expect(hub.requests.length - before).toBe(once);
  await setRow(integration.id, { repositoriesClaimedAt: new Date(Date.now() - 121_000) });
  await search(integration);
  expect((await settled(integration)).readAt).not.toBeNull();
  expect(hub.requests.length - before).toBe(2 * once);
});

test("a host that hangs holds an answer up for two seconds and no longer", async () => {
  const integration = await connect();
  hub.setFault({ kind: "hang" });
  const begun = Date.now();
  const { data, isReading } = await search(integration);
  expect([data, isReading]).toEqual([[], true]);
  expect(Date.now() - begun).toBeLessThan(4_000);
  await setRow(integration.id, { removedAt: new Date() });
});

test("whoever holds the integration meanwhile, as a refresh of its token does, holds no search up", async () => {
  const integration = await connect();
  await addRepositories(integration, [{ path: "acme/shop" }]);
  await db.transaction(async (tx) => {
    await tx.select().from(integrations).where(eq(integrations.id, integration.id)).for("update");
    const begun = Date.now();
    expect(pathsOf(await search(integration))).toEqual(["acme/shop"]);
    expect(Date.now() - begun).toBeLessThan(1_000);
  });
});

test("an account to reconnect answers what was read last, with the reason", async () => {
  const integration = await connect({ state: "needs_reconnecting", stateReason: "GitHub refused the token." });
  await addRepositories(integration, [{ path: "acme/shop" }]);
  const found = await search(integration);
  expect(pathsOf(found)).toEqual(["acme/shop"]);
  expect(found.problem).toContain("GitHub refused the token.");
  const limited = await connect({ rateLimitedUntil: new Date(Date.now() + 60_000) });
  expect((await search(limited)).problem).toContain("no more requests");
});

test("5,000 repositories: best matches first, quickly, and every one on exactly one page", async () => {
  const integration = await connect({ repositoriesReadAt: new Date() });
  const activeAt = (number: number) => (number % 3 === 0 ? null : new Date(Date.UTC(2026, 0, 1) + number * 60_000));
  const many = Array.from({ length: 4996 }, (_, number) => ({
    path: `acme/${randomBytes(4).toString("hex")}-${number}`,
    activeAt: activeAt(number % 100),
  }));
  const named = ["acme/my-storefront", "acme/store", "store/api", "acme/StoreFront", "acme/100%_sure"];
  await addRepositories(integration, [...many.slice(1), ...named.map((path) => ({ path }))]);
  await db.execute(sql`analyze remote_repositories`);

  const matches = pathsOf(await search(integration, { search: "store" }));
  expect(matches[0]).toBe("acme/store");
  expect(matches.slice(1, 3).toSorted()).toEqual(["acme/StoreFront", "store/api"]);
  expect(matches[3]).toBe("acme/my-storefront");
  expect(pathsOf(await search(integration, { search: "%_" }))).toEqual(["acme/100%_sure"]);
  expect(pathsOf(await search(integration, { search: "\\" }))).toEqual([]);

  const begun = Date.now();
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await search(integration, { limit: 100, cursor });
    seen.push(...pathsOf(page));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect([seen.length, new Set(seen).size]).toEqual([5000, 5000]);
  expect((Date.now() - begun) / 50).toBeLessThan(300);
});

test("a cursor of another list and a search that no path can hold are refused beside their fields", async () => {
  const integration = await connect({ repositoriesReadAt: new Date() });
  await expect(search(integration, { cursor: "nonsense" })).rejects.toMatchObject({
    fields: { cursor: expect.any(String) as string },
  });
  expect(() => parse(listRepositoriesInput, { project: "p", integration: "i", search: "a\0b" })).toThrow();
});

test("an integration of another project or workspace, an app's own and a removed one are not there", async () => {
  const theirs = await buildWorld("Elsewhere");
  const foreign = await addIntegration(theirs.workspace.id);
  const limited = await connect({ isLimited: true });
  const own = await connect({ isShared: false });
  const removed = await connect({ removedAt: new Date() });
  for (const { id } of [foreign, limited, own, removed, { id: "nonsense" }]) {
    await expect(search({ id })).rejects.toMatchObject({ kind: "not_found" });
    await expect(readNow({ id })).rejects.toMatchObject({ kind: "not_found" });
  }
  await openTo(limited, world.project.id);
  expect((await search(limited)).data).toBeDefined();
});

test("a key and a user name have no list, and say so", async () => {
  const key = await connect({ provider: "ssh", origin: "ssh://git.example.com:22", subject: null });
  expect((await search(key)).problem).toContain("no list of repositories");
  await expect(readNow(key)).rejects.toMatchObject({ kind: "conflict" });
});

test("a host that answers with six thousand repositories at once has them all kept", async () => {
  const one = { private: true, size: 1 };
  const body = Array.from({ length: 6000 }, (_, id) => ({ ...one, id: id + 1, full_name: `acme/shop-${id}` }));
  const host = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  afterAll(() => host.close());
  const integration = await connect({ origin: `http://127.0.0.1:${(host.address() as AddressInfo).port}` });
  await search(integration);
  expect(await settled(integration)).toMatchObject({ problem: null });
  expect(await db.$count(remoteRepositories, eq(remoteRepositories.integrationId, integration.id))).toBe(6000);
});
