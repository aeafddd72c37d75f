import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { resumeAutoDeploy } from "#lib/apps/resume-auto-deploy.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { spareApp } from "#tests/support/samples.ts";
import { addPerson, makeWorld, type World } from "#tests/support/world.ts";

let world: World;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

test("an app that a rollback paused is deployed by pushes again, and resuming twice is no change", async () => {
  const app = await spareApp(world);
  await db
    .update(apps)
    .set({ autoDeployPausedAt: sql`now()` })
    .where(eq(apps.id, app));
  const resume = () => resumeAutoDeploy(world.owner.actor, { app });
  expect((await resume()).app.autoDeployPausedAt).toBeNull();
  expect((await resume()).app.autoDeployPausedAt).toBeNull();
});

test("a Member without a grant finds no such app", async () => {
  const app = await spareApp(world);
  const { actor } = await addPerson(world.workspace.id, "member");
  await expect(resumeAutoDeploy(actor, { app })).rejects.toMatchObject({ kind: "not_found" });
});
