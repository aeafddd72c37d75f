import { beforeAll, expect, test } from "vitest";
import { findApp } from "#lib/apps/find.ts";
import { removeApp } from "#lib/apps/remove.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addApp, makeWorld, type World } from "#tests/support/world.ts";

let world: World;
let count = 0;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

const add = async () =>
  (await addApp(world.owner.actor, world.project.id, world.serverId, `/srv/removed/${++count}`)).id;

test("an app whose service can't be stopped stays, and the way without is named", async () => {
  const app = await add();
  const removing = removeApp(world.owner.actor, { app, stopService: true });
  await expect(removing).rejects.toThrow(/could not be stopped: .* Remove the app without that, or try again\.$/);
  expect((await findApp(world.owner.actor, { app })).app.removedAt).toBeNull();
  await removeApp(world.owner.actor, { app });
  await expect(findApp(world.owner.actor, { app })).rejects.toMatchObject({ kind: "not_found" });
});

test("an app that is being deployed is neither stopped nor removed", async () => {
  const app = await add();
  await queueDeployment(world.owner.actor, { app });
  for (const stopService of [true, false]) {
    await expect(removeApp(world.owner.actor, { app, stopService })).rejects.toMatchObject({ kind: "conflict" });
  }
});
