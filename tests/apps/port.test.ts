import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { deployments } from "#db/schema/deployments.ts";
import { runs } from "#db/schema/runs.ts";
import { createApp, createAppInput } from "#lib/apps/create.ts";
import { removeApp } from "#lib/apps/remove.ts";
import { updateApp } from "#lib/apps/update.ts";
import { parse } from "#lib/access/entry.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { updateServer } from "#lib/servers/update.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addServer, makeWorld, type World } from "#tests/support/world.ts";

let world: World;
let count = 0;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

test("an app that is started has the lowest port that no app of its machine has", async () => {
  const serverId = await machine("a.example.com");
  const [first, second] = [await add(serverId), await add(serverId)];
  expect([first.port, second.port]).toEqual([4100, 4101]);
  await change(first.id, { startCommand: null });
  expect((await add(serverId)).port).toBe(4100);
});

test("a removed app gives its port back, unless its service runs on", async () => {
  const serverId = await machine("i.example.com");
  const [idle, running] = [await add(serverId), await add(serverId)];
  await goLive(running.id);
  for (const { id } of [idle, running]) await removeApp(world.owner.actor, { app: id });
  expect([(await add(serverId)).port, (await add(serverId)).port]).toEqual([4100, 4102]);
});

test("an app whose live release runs keeps its port until that has ended, whatever its settings say", async () => {
  const serverId = await machine("j.example.com");
  const app = await add(serverId);
  await goLive(app.id);
  expect((await change(app.id, { startCommand: null })).port).toBe(4100);
  expect((await add(serverId)).port).toBe(4101);
});

test("an app that a web server serves has no port", async () => {
  const serverId = await machine("b.example.com");
  expect((await add(serverId, { startCommand: null })).port).toBeNull();
  expect((await add(serverId, { platform: "static", startCommand: undefined })).port).toBeNull();
});

test("an app gets its port with its start command, keeps it while it has one, and gives it back with it", async () => {
  const serverId = await machine("c.example.com");
  const app = await add(serverId, { startCommand: null });
  expect((await change(app.id, { startCommand: "node one.js" })).port).toBe(4100);
  const other = await add(serverId);
  expect((await change(app.id, { startCommand: "node two.js" })).port).toBe(4100);
  expect((await change(app.id, { startCommand: null })).port).toBeNull();
  expect((await change(app.id, { startCommand: "node one.js" })).port).toBe(4100);
  expect(other.port).toBe(4101);
});

test("two users of one machine share its ports, and another machine has its own", async () => {
  const asDeploy = await machine("d.example.com");
  const asRoot = await machine("d.example.com");
  expect((await add(asDeploy)).port).toBe(4100);
  expect((await add(asRoot)).port).toBe(4101);
  expect((await add(await machine("e.example.com"))).port).toBe(4100);
});

test("apps that are made at once never get one port", async () => {
  const [one, two] = [await machine("f.example.com"), await machine("f.example.com")];
  const made = await Promise.all(Array.from({ length: 8 }, (_, index) => add(index % 2 ? one : two)));
  expect(made.map(({ port }) => port).toSorted()).toEqual([4100, 4101, 4102, 4103, 4104, 4105, 4106, 4107]);
});

test("an app that moves to a machine where its port is given gets another one", async () => {
  const [here, there] = [await machine("g.example.com"), await machine("h.example.com")];
  const app = await add(here);
  await add(there);
  expect((await change(app.id, { serverId: there })).port).toBe(4101);
  expect((await change(app.id, { serverId: here })).port).toBe(4101);
});

test("a server does not get the address of a machine where the ports of its apps are given", async () => {
  const [here, there] = [await machine("k.example.com"), await machine("l.example.com")];
  const [mine, theirs] = [await add(here), await add(there)];
  const move = () => updateServer(world.owner.actor, { server: here, host: "l.example.com", port: 2222 });
  await expect(move()).rejects.toMatchObject({ fields: { host: expect.stringContaining("has port 4100 there") } });
  await change(theirs.id, { startCommand: null });
  await move();
  expect((await change(theirs.id, { startCommand: "node server.js" })).port).toBe(4101);
  expect(mine.port).toBe(4100);
});

/** As a deployment does that starts a release and makes it live. */
async function goLive(app: string): Promise<void> {
  const { id } = await queueDeployment(world.owner.actor, { app });
  await db.update(runs).set({ status: "completed" }).where(eq(runs.id, id));
  await db.update(deployments).set({ isLive: true, switch: "handover" }).where(eq(deployments.id, id));
}

function machine(host: string): Promise<string> {
  return addServer(world.workspace.id, `Server ${++count}`, host);
}

async function add(serverId: string, wanted: Record<string, unknown> = {}) {
  const input = {
    project: world.project.id,
    serverId,
    name: `Started ${++count}`,
    platform: "node",
    repositoryUrl: "https://git.example.com/acme/shop.git",
    branch: "main",
    access: { kind: "anonymous" },
    projectPath: `/srv/ports/${count}`,
    ...wanted,
  };
  return (await createApp(world.owner.actor, parse(createAppInput, input))).app;
}

async function change(app: string, wanted: { startCommand?: string | null; serverId?: string }) {
  return (await updateApp(world.owner.actor, { app, ...wanted })).app;
}
