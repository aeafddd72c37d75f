import { beforeAll, expect, test } from "vitest";
import { listUsableIntegrations, usableIntegrationView } from "#lib/integrations/usable.ts";
import { createProject } from "#lib/projects/create.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addIntegration, openTo } from "#tests/support/integration.ts";
import { addPerson, canaries, buildWorld, grant, makeWorld, type World } from "#tests/support/world.ts";

let world: World;
let theirs: World;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
  theirs = await buildWorld("Elsewhere");
});

async function names(project: string): Promise<string[]> {
  return (await listUsableIntegrations(world.owner.actor, { project })).map(({ name }) => name);
}

test("a project sees what is shared with it by name, and not what is limited to others, removed, foreign or an app's own", async () => {
  const { workspace, project, owner } = world;
  const other = await createProject(owner.actor, { name: "Other" });
  await addIntegration(workspace.id, { name: "for all" });
  const limited = await addIntegration(workspace.id, { name: "For one", isLimited: true });
  await openTo(limited, project.id);
  await addIntegration(workspace.id, { name: "for none", isLimited: true });
  await addIntegration(workspace.id, { name: "an app's own", isShared: false });
  await addIntegration(workspace.id, { name: "removed", removedAt: new Date(), credential: null });
  await addIntegration(theirs.workspace.id, { name: "theirs" });
  expect(await names(project.id)).toEqual(["for all", "For one"]);
  expect(await names(other.id)).toEqual(["for all"]);
});

test("what is said of each is enough to choose it, and holds no credential", async () => {
  const { workspace, owner } = world;
  const project = await createProject(owner.actor, { name: "Chooser" });
  const key = { provider: "ssh", origin: "ssh://git.example.com:22", name: "z key", account: null, subject: null };
  const integration = await addIntegration(workspace.id, { ...key, isLimited: true });
  await openTo(integration, project.id);
  const stateReason = "The token was revoked.";
  await addIntegration(workspace.id, {
    name: "z hub",
    origin: "https://github.com:443",
    state: "needs_reconnecting",
    stateReason,
  });
  const seen = (await listUsableIntegrations(owner.actor, { project: project.id }))
    .map(usableIntegrationView)
    .slice(-2);
  expect(seen).toMatchObject([
    { name: "z hub", title: "GitHub", origin: "https://github.com", account: "ana", canSearch: true, stateReason },
    { name: "z key", title: "Git over SSH", origin: "ssh://git.example.com:22", account: null, canSearch: false },
  ]);
  expect(JSON.stringify(seen)).not.toContain(canaries.token);
});

test("who may not make apps in a project learns nothing of its integrations", async () => {
  const { workspace, project } = world;
  const stranger = await addPerson(workspace.id, "member");
  await expect(listUsableIntegrations(stranger.actor, { project: project.id })).rejects.toMatchObject({
    kind: "not_found",
  });
  const collaborator = await grant(workspace.id, stranger, "collaborator", { projectId: project.id });
  await expect(listUsableIntegrations(collaborator.actor, { project: project.id })).rejects.toMatchObject({
    kind: "forbidden",
  });
  await expect(listUsableIntegrations(world.owner.actor, { project: theirs.project.id })).rejects.toMatchObject({
    kind: "not_found",
  });
});
