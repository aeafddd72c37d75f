import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { parse } from "#lib/access/entry.ts";
import { createApp, createAppInput } from "#lib/apps/create.ts";
import { projectPathProblem } from "#lib/apps/project-path.ts";
import { relativePathProblem } from "#lib/apps/relative-path.ts";
import { removeApp } from "#lib/apps/remove.ts";
import { updateApp } from "#lib/apps/update.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { createProject } from "#lib/projects/create.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { samples } from "#tests/support/samples.ts";
import { runs } from "#tests/support/soak.ts";
import { addApp, addPerson, addServer, grant, makeWorld, type World } from "#tests/support/world.ts";

let world: World;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

const add = (path: string, serverId = world.serverId) => addApp(world.owner.actor, world.project.id, serverId, path);

test.each([
  "/srv/shop",
  "/var/www/shop",
  "/home/deploy/apps/shop",
  "/opt/a b/ü",
  "/srv/shop;rm -rf",
  "/usr/local/share/shop",
])("%s is a project path", (path) => expect(projectPathProblem(path)).toBeNull());

test.each([
  "",
  "srv/shop",
  "~/shop",
  "/",
  "//",
  "/srv",
  "/etc/nginx",
  "/bin/x",
  "/proc/self",
  "/usr/lib/x",
  "/usr/local",
  "/var/www",
  "/home/deploy",
  "/srv/shop/",
  "/srv//shop",
  "/srv/./shop",
  "/srv/../etc",
  "/srv/shop/..",
  "/srv/shop\n",
  "/srv/\0shop",
  "/srv/\u0085shop",
  "/srv/\ud800",
  "/srv/.devpilot/shop",
  `/srv/${"x".repeat(200)}`,
])("%j is refused as a project path", (path) => expect(projectPathProblem(path)).toMatch(/\w/));

test("what is accepted is absolute, normal, short, and never leads upwards", () => {
  const parts = fc.array(fc.constantFrom("srv", "shop", ".", "..", "", "a b", "etc", "\n", "$(x)"), { maxLength: 6 });
  const likely = fc.oneof(
    parts.map((list) => `/${list.join("/")}`),
    fc.string({ unit: "binary", maxLength: 220 }),
  );
  fc.assert(
    fc.property(likely, (path) => {
      if (projectPathProblem(path) !== null) return;
      expect(new URL(`file://${path.split("/").map(encodeURIComponent).join("/")}`).pathname.split("/").length).toBe(
        path.split("/").length,
      );
      expect(path).toMatch(/^\/[^/]+\/[^\0]+[^/]$|^\/[^/]+\/[^/]$/);
      expect(Buffer.byteLength(path)).toBeLessThanOrEqual(200);
    }),
    { numRuns: runs(500, 50_000) },
  );
});

test.each(["storage", "public/uploads", "a b"])("%s is a path inside a release", (path) => {
  expect(relativePathProblem(path)).toBeNull();
});

test.each(["", "/storage", "../x", "a/../b", "a//b", "a/", ".", ".git/hooks", "a\nb"])(
  "%j is refused as a path inside a release",
  (path) => expect(relativePathProblem(path)).toMatch(/\w/),
);

test("no app has the directory of another, one inside it, or one around it, on the same server", async () => {
  await add("/srv/taken/shop");
  for (const path of ["/srv/taken/shop", "/srv/taken/shop/inner", "/srv/taken"]) {
    await expect(add(path)).rejects.toThrow("overlaps with that of App at /srv/taken/shop, at /srv/taken/shop");
  }
  await add("/srv/taken/shop2");
  await add("/srv/taken/shop", await addServer(world.workspace.id, "Elsewhere", "other.example.com"));
});

test("the same machine connected as another user is the same machine", async () => {
  await add("/srv/twice/shop");
  const again = await addServer(world.workspace.id, "Same machine", "127.0.0.1");
  await expect(add("/srv/twice/shop", again)).rejects.toThrow("overlaps");
});

test("whoever may not see the other app is not told its name", async () => {
  const { workspace, owner, serverId } = world;
  await add("/srv/hidden/shop");
  const own = await createProject(owner.actor, { name: "Own project" });
  const member = await addPerson(workspace.id, "member");
  await grant(workspace.id, member, "admin", { projectId: own.id });
  const granted = await grant(workspace.id, member, "collaborator", { serverId });
  const trying = addApp(granted.actor, own.id, serverId, "/srv/hidden/shop");
  await expect(trying).rejects.toThrow("This directory overlaps with that of another app.");
});

test("of ten apps made at once in one directory one is made", async () => {
  // The first round also opens the connections, which spaces it out.
  for (let round = 0; round < 4; round++) {
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => add(`/srv/race/${round}/shop`)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  }
});

test("two apps can't be moved into one another at the same time", async () => {
  const [a, b] = [await add("/srv/moving/a"), await add("/srv/moving/b")];
  const results = await Promise.allSettled([
    updateApp(world.owner.actor, { app: a.id, projectPath: "/srv/moving/target" }),
    updateApp(world.owner.actor, { app: b.id, projectPath: "/srv/moving/target/inner" }),
  ]);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("the directory of a removed app is free again", async () => {
  const app = await add("/srv/again/shop");
  await removeApp(world.owner.actor, { app: app.id });
  await add("/srv/again/shop");
});

test("an app that was deployed keeps its place", async () => {
  const app = await add("/srv/placed/shop");
  await queueDeployment(world.owner.actor, { app: app.id });
  const moving = updateApp(world.owner.actor, { app: app.id, projectPath: "/srv/placed/other" });
  await expect(moving).rejects.toThrow("its releases stay where they are");
});

test("an app on somebody else's server, or on one without a grant, is not made", async () => {
  const { workspace, project } = world;
  const input = parse(createAppInput, await samples["apps.create"](world));
  const member = await addPerson(workspace.id, "member");
  const granted = await grant(workspace.id, member, "admin", { projectId: project.id });
  await expect(createApp(granted.actor, input)).rejects.toThrow("There is no such server.");
});
