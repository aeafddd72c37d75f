import { beforeAll, expect, test } from "vitest";
import { createApp, createAppInput } from "#lib/apps/create.ts";
import { parse } from "#lib/access/entry.ts";
import { removeApp } from "#lib/apps/remove.ts";
import { createProject } from "#lib/projects/create.ts";
import { findProject } from "#lib/projects/find.ts";
import { listProjects } from "#lib/projects/list.ts";
import { removeProject } from "#lib/projects/remove.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { samples } from "#tests/support/samples.ts";
import { addApp, addPerson, grant, makeWorld, type World } from "#tests/support/world.ts";

let world: World;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

test("a project with apps is not removed, and says how many it has; an empty one is", async () => {
  const { owner, serverId } = world;
  const project = await createProject(owner.actor, { name: "Has one app" });
  const app = await addApp(owner.actor, project.id, serverId, "/srv/remove/one");
  await expect(removeProject(owner.actor, { project: project.id })).rejects.toThrow("Has one app still has an app.");
  await removeApp(owner.actor, { app: app.id });
  await removeProject(owner.actor, { project: project.id });
  await expect(findProject(owner.actor, { project: project.id })).rejects.toThrow("There is no such project.");
  const { data } = await listProjects(owner.actor, { limit: 100 });
  expect(data.map(({ id }) => id)).not.toContain(project.id);
});

test("an app made while its project is removed has either a project or no existence", async () => {
  const { owner } = world;
  for (let round = 0; round < 10; round++) {
    const project = await createProject(owner.actor, { name: `Race ${round}` });
    const wanted = parse(createAppInput, { ...(await samples["apps.create"](world)), project: project.id });
    const results = await Promise.allSettled([
      createApp(owner.actor, wanted),
      removeProject(owner.actor, { project: project.id }),
    ]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  }
});

test("a Member sees the projects of their grants only", async () => {
  const { workspace, owner, serverId } = world;
  const shown = await createProject(owner.actor, { name: "Shown" });
  await addApp(owner.actor, shown.id, serverId, "/srv/shown/one");
  const member = await addPerson(workspace.id, "member");
  expect((await listProjects(member.actor, { limit: 50 })).data).toEqual([]);
  const granted = await grant(workspace.id, member, "collaborator", { projectId: shown.id });
  const { data } = await listProjects(granted.actor, { limit: 50 });
  expect(data.map(({ name, appCount }) => [name, appCount])).toEqual([["Shown", 1]]);
  expect(await findProject(granted.actor, { project: shown.id })).toMatchObject({ name: "Shown", appCount: 1 });
});
