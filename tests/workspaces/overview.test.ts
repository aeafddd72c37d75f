import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import { runs } from "#db/schema/runs.ts";
import { servers } from "#db/schema/servers.ts";
import { users } from "#db/schema/users.ts";
import { memberships, workspaces } from "#db/schema/workspaces.ts";
import { newId } from "#db/columns.ts";
import { removeApp } from "#lib/apps/remove.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { removeServer } from "#lib/servers/remove.ts";
import { findOverview, overviewView } from "#lib/workspaces/overview.ts";
import { removeWorkspace } from "#lib/workspaces/remove.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { deployment, spareApp } from "#tests/support/samples.ts";
import { actorOf, addPerson, buildWorld, makeWorld, type World } from "#tests/support/world.ts";

let world: World;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

test("an empty workspace has its four first steps before it", async () => {
  const [workspaceId, userId] = [newId(), newId()];
  await db.insert(workspaces).values({ id: workspaceId, slug: "empty", name: "Empty" });
  await db.insert(users).values({ id: userId, email: "empty@example.com", name: "Empty" });
  await db.insert(memberships).values({ workspaceId, userId, role: "owner" });
  const overview = await findOverview(await actorOf(workspaceId, userId));
  expect(overview).toEqual({
    running: [],
    recent: [],
    failed: [],
    unhealthy: [],
    servers: [],
    integrations: [],
    inSetUp: [],
    steps: { git: false, server: false, app: false, deployment: false },
  });
});

test("what runs, what ended and what needs a person are each in their place", async () => {
  const waiting = await deployment(world, "pending");
  const failed = await deployment(world, "failed");
  await db.update(servers).set({ connection: "unreachable" }).where(eq(servers.id, world.serverId));
  const overview = await findOverview(world.owner.actor);
  const ids = (rows: { deployment: { id: string } }[]) => rows.map((row) => row.deployment.id);
  expect(ids(overview.running)).toEqual([waiting]);
  expect(ids(overview.recent)).toEqual([failed]);
  expect(ids(overview.failed)).toEqual([failed]);
  expect(overview.servers.map(({ id }) => id)).toEqual([world.serverId]);
  expect(overview.steps).toEqual({ git: true, server: true, app: true, deployment: true });
});

test("a failure needs nobody any more once another deployment of its app has begun", async () => {
  const app = await spareApp(world);
  const { id } = await queueDeployment(world.owner.actor, { app });
  await db
    .update(runs)
    .set({ status: "failed", endedAt: sql`now()` })
    .where(eq(runs.id, id));
  await queueDeployment(world.owner.actor, { app });
  const { failed } = await findOverview(world.owner.actor);
  expect(failed.map((row) => row.deployment.id)).not.toContain(id);
});

test("an account that lets nobody in any more needs those who can connect it again, and nobody else", async () => {
  const account = {
    workspaceId: world.workspace.id,
    kind: "git",
    provider: "gitlab",
    origin: "https://x:443",
  } as const;
  const cutOff = { ...account, isShared: true, state: "needs_reconnecting", stateReason: "GitLab said no." } as const;
  await db.insert(integrations).values([
    { ...cutOff, name: "cut off" },
    { ...cutOff, name: "given with one app", isShared: false },
    { ...cutOff, name: "removed", removedAt: new Date() },
    { ...account, name: "fine", isShared: true },
  ]);
  const { needsPerson } = overviewView(await findOverview(world.owner.actor));
  expect(needsPerson.integrations).toEqual([
    { id: expect.any(String) as string, name: "cut off", title: "GitLab", stateReason: "GitLab said no." },
  ]);
  const member = await addPerson(world.workspace.id, "member");
  expect((await findOverview(member.actor)).integrations).toEqual([]);
});

test("a Member without a grant sees none of it", async () => {
  const member = await addPerson(world.workspace.id, "member");
  const { running, recent, failed, servers: unreachable } = await findOverview(member.actor);
  expect([running, recent, failed, unreachable]).toEqual([[], [], [], []]);
});

test("a workspace goes only when it is empty and its name is typed, and then with all its history", async () => {
  const gone = await buildWorld("Going away");
  const stays = await buildWorld("Staying");
  const { actor } = gone.owner;
  await expect(removeWorkspace(actor, { name: "Going" })).rejects.toMatchObject({
    fields: { name: expect.any(String) as string },
  });
  await expect(removeWorkspace(actor, { name: "Going away" })).rejects.toThrow(
    "Going away still has an app and a server.",
  );
  await removeApp(actor, { app: gone.appId });
  await removeServer(actor, { server: gone.serverId, uninstallAgent: false });
  await removeWorkspace(actor, { name: "Going away" });
  const { rows: tables } = await db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'workspace_id'`,
  );
  for (const { name } of tables) {
    const left = (id: string) =>
      db.execute<{ count: number }>(sql`select count(*)::int from ${sql.identifier(name)} where workspace_id = ${id}`);
    expect([name, (await left(gone.workspace.id)).rows[0]?.count]).toEqual([name, 0]);
  }
  expect((await findOverview(stays.owner.actor)).steps.app).toBe(true);
});
