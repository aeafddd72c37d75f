import { and, eq, isNotNull, sql } from "drizzle-orm";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { integrations } from "#db/schema/integrations.ts";
import { claim } from "#lib/webhooks/claim.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addIntegration } from "#tests/support/integration.ts";
import { spareApp } from "#tests/support/samples.ts";
import { makeWorld, type World } from "#tests/support/world.ts";

let world: World;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

beforeEach(() => db.update(apps).set({ autoDeploy: false }));

const minute = 60_000;
const ago = (minutes: number) => new Date(Date.now() - minutes * minute);

/** An account on a host, and apps that watch this many repositories of it, compared an hour ago. */
async function watched(provider: string, repositories: number, twins = 1) {
  const integration = await addIntegration(world.workspace.id, { provider });
  const [row] = await db
    .select()
    .from(apps)
    .where(eq(apps.id, await spareApp(world)));
  const rows = Array.from({ length: repositories * twins }, (_, index) => ({
    ...row!,
    id: undefined,
    name: `Watched ${index}`,
    projectPath: `/srv/${integration.id}/${index}`,
    repositoryUrl: `http://127.0.0.1:1/acme/${integration.id}-${index % repositories}.git`,
    integrationId: integration.id,
    autoDeploy: true,
    reconciledAt: ago(60),
  }));
  await db.insert(apps).values(rows);
  return integration;
}

/** As a run of the reconciler does it: the repositories of all that is due. */
async function claimAll(before: Date): Promise<string[]> {
  const claimed = new Set<string>();
  for (let next = await claim(before); next.length > 0; next = await claim(before)) {
    for (const { repositoryUrl } of next) claimed.add(repositoryUrl);
  }
  return [...claimed];
}

const letPass = (minutes: number) =>
  db
    .update(apps)
    .set({ reconciledAt: sql`${apps.reconciledAt} - make_interval(mins => ${minutes})` })
    .where(and(apps.autoDeploy, isNotNull(apps.reconciledAt)));

test.each(["bitbucket", "gitlab"])("an account on %s is asked no more than 500 times an hour", async (provider) => {
  await watched(provider, 100);
  const rounds = [];
  for (let minutes = 0; minutes < 60; minutes += 5) {
    rounds.push(await claimAll(ago(5)));
    expect(await claimAll(ago(5))).toEqual([]);
    await letPass(5);
  }
  expect(rounds.flat().length).toBeLessThanOrEqual(500);
  expect(rounds.flat().length).toBeGreaterThan(450);
  expect(new Set(rounds.slice(0, 3).flat()).size).toBe(100);
});

test("few repositories are compared every five minutes, and apps of one repository are one question", async () => {
  await watched("bitbucket", 41, 3);
  expect(await claimAll(ago(5))).toHaveLength(41);
  await letPass(5);
  expect(await claimAll(ago(5))).toHaveLength(41);
});

test("a host that does not count what is unchanged is asked of everything", async () => {
  await watched("github", 100);
  expect(await claimAll(ago(5))).toHaveLength(100);
});

test("an app that was switched on is compared at once, however many there are", async () => {
  const integration = await watched("bitbucket", 100);
  expect(await claimAll(ago(5))).toHaveLength(41);
  const switchedOn = { reconciledAt: null };
  await db.update(apps).set(switchedOn).where(eq(apps.integrationId, integration.id));
  expect(await claimAll(new Date(0))).toHaveLength(100);
});

test("an account that the host takes no requests of is left alone until its time", async () => {
  const integration = await watched("github", 2);
  const limit = (rateLimitedUntil: Date) =>
    db.update(integrations).set({ rateLimitedUntil }).where(eq(integrations.id, integration.id));
  await limit(ago(-10));
  expect(await claimAll(ago(5))).toEqual([]);
  await limit(ago(1));
  expect(await claimAll(ago(5))).toHaveLength(2);
});

test("one account with many repositories does not keep those of another back", async () => {
  await watched("github", 300);
  const few = await watched("github", 30);
  const first = [await claim(ago(5)), await claim(ago(5)), await claim(ago(5))].flat();
  expect(first.map(({ integrationId }) => integrationId)).toContain(few.id);
});
