import { beforeAll, expect, test } from "vitest";
import { listDeployments } from "#lib/deployments/list.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { deployment } from "#tests/support/samples.ts";
import { makeWorld, type World } from "#tests/support/world.ts";

let world: World;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

test("releases are listed apart from deployments that never were live", async () => {
  const [released, waiting] = [await deployment(world, "completed"), await deployment(world, "pending")];
  const idsOf = async (input: { released?: boolean }) =>
    (await listDeployments(world.owner.actor, { limit: 100, ...input })).data.map((row) => row.deployment.id);
  expect(await idsOf({ released: true })).toEqual([released]);
  expect(await idsOf({ released: false })).toContain(waiting);
  expect(await idsOf({ released: false })).not.toContain(released);
  expect(await idsOf({})).toEqual(expect.arrayContaining([released, waiting]));
});
