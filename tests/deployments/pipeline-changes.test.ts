import { beforeAll, expect, test } from "vitest";
import { findPipelineChanges } from "#lib/deployments/pipeline-changes.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { removeHook } from "#lib/pipelines/remove-hook.ts";
import { updateHook } from "#lib/pipelines/update-hook.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { spareApp } from "#tests/support/samples.ts";
import { aHook, makeWorld, type World } from "#tests/support/world.ts";

let world: World;
beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

test("a deployment keeps the pipeline that it had, and tells how the one of today differs", async () => {
  const { actor } = world.owner;
  const app = await spareApp(world);
  const add = (name: string, more = {}) => addHook(actor, { app, ...aHook, name, ...more });
  const [build, warm, mail] = [await add("Build"), await add("Warm"), await add("Mail")];
  await add("Same");
  const { id: deployment } = await queueDeployment(actor, { app });
  const changes = async () => (await findPipelineChanges(actor, { deployment })).changes;
  expect(await changes()).toEqual([]);

  await updateHook(actor, { app, hook: build.id, input: { command: "make" }, timeoutSeconds: 90 });
  await updateHook(actor, { app, hook: warm.id, isEnabled: false });
  await removeHook(actor, { app, hook: mail.id });
  await add("New", { stage: "post_release" });
  expect(await changes()).toEqual([
    { kind: "changed", name: "Build", detail: "what it does, at most 90 s" },
    { kind: "added", name: "New", detail: "to After release" },
    { kind: "removed", name: "Warm", detail: "from After set-up, or switched off" },
    { kind: "removed", name: "Mail", detail: "from After set-up, or switched off" },
  ]);
});

test("another workspace's deployment is not found", async () => {
  const other = await makeWorld();
  const { id } = await queueDeployment(other.owner.actor, { app: other.appId });
  await expect(findPipelineChanges(world.owner.actor, { deployment: id })).rejects.toMatchObject({ kind: "not_found" });
});
