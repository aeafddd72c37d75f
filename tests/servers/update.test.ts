import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { runs } from "#db/schema/runs.ts";
import { updateServer } from "#lib/servers/update.ts";
import { makeRun } from "#tests/runs/fixture.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { makeWorld, type World } from "#tests/support/world.ts";

let world: World;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

test("a server stays where it is while something runs on it; its name may change", async () => {
  const { actor } = world.owner;
  const run = await makeRun({ workspaceId: actor.workspaceId, serverId: world.serverId }, newId());
  const server = world.serverId;
  await expect(updateServer(actor, { server, host: "elsewhere.example" })).rejects.toThrow("Something still runs on");
  await expect(updateServer(actor, { server, port: 2222 })).rejects.toThrow("Something still runs on");
  expect((await updateServer(actor, { server, name: "web-renamed" })).name).toBe("web-renamed");
  await db.update(runs).set({ status: "cancelled" }).where(eq(runs.id, run));
  expect((await updateServer(actor, { server, host: "elsewhere.example" })).host).toBe("elsewhere.example");
});
