import { eq } from "drizzle-orm";
import { afterEach, beforeAll, expect, test } from "vitest";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { activity } from "#db/schema/activity.ts";
import { apps } from "#db/schema/apps.ts";
import { rateLimits } from "#db/schema/instance.ts";
import { integrations, remoteRepositories } from "#db/schema/integrations.ts";
import { webhooks } from "#db/schema/webhooks.ts";
import { findApp } from "#lib/apps/find.ts";
import { deleteHooks } from "#lib/integrations/delete-hooks.ts";
import { findOwn } from "#lib/integrations/find-own.ts";
import { findRemoval, madeHooks } from "#lib/integrations/removal.ts";
import { removeIntegration } from "#lib/integrations/remove.ts";
import { withClient } from "#lib/integrations/use.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { seal } from "#lib/secrets/vault.ts";
import type { GitService } from "#tests/peers/git-service/service.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addIntegration, addRepositories } from "#tests/support/integration.ts";
import { addApp, addPerson, buildWorld, makeWorld, type World } from "#tests/support/world.ts";
import { connected, registeredHost } from "./consent.ts";

let world: World;
let hub: GitService;

beforeAll(async () => {
  await freshDatabase();
  process.env.DEVPILOT_PRIVATE_HOSTS = "127.0.0.1";
  world = await makeWorld();
  hub = await registeredHost(world, "github");
});

afterEach(async () => {
  hub.setFault(null);
  await db.delete(rateLimits);
});

const actor = () => world.owner.actor;
const read = (id: string) => findOwn(world.workspace.id, id);
const lastOn = async (id: string) =>
  (await db.select().from(activity).where(eq(activity.resourceId, id)).orderBy(activity.id)).at(-1);

/** An app that is deployed from an account, with a webhook that Devpilot made on the host. */
async function hooked(repository: string) {
  await hub.addRepository({ path: repository, members: { ana: "admin" } });
  const id = await connected(actor(), hub);
  const app = await addApp(actor(), world.project.id, world.serverId, `/srv/${repository}`);
  await db.update(apps).set({ integrationId: id }).where(eq(apps.id, app.id));
  const hook = { id: newId(), workspaceId: world.workspace.id };
  const secret = Secret.of("a webhook secret of some length");
  const wish = { url: `http://localhost:3000/api/webhooks/github/${hook.id}`, secret };
  const { remoteId } = await withClient(await read(id), (client) => client.putHook(repository, wish, null));
  await db.insert(webhooks).values({
    ...hook,
    appId: app.id,
    dialect: "github",
    secret: seal(secret, { workspaceId: hook.workspaceId, table: "webhooks", row: hook.id, column: "secret" }),
    registration: "registered",
    remoteId,
    remotePath: repository,
  });
  return { id, app, url: wish.url };
}

test("a removal says before what it would touch; then the credentials and the webhook are gone, and the app stays", async () => {
  const { id, app, url } = await hooked("acme/shop");
  await addRepositories(await read(id), [{ path: "acme/shop" }]);
  const removal = await findRemoval(actor(), { integration: id });
  const named = { id: app.id, name: app.name };
  expect(removal).toEqual({
    apps: [named],
    webhooks: [{ app: named, repository: "acme/shop", url, canDelete: true }],
  });
  await removeIntegration(actor(), { integration: id, deleteWebhooks: true });
  expect(hub.repository("acme/shop").hooks).toEqual([]);
  const [row] = await db.select().from(integrations).where(eq(integrations.id, id));
  expect(row).toMatchObject({ credential: null, removedAt: expect.any(Date) as Date });
  expect(await db.$count(remoteRepositories, eq(remoteRepositories.integrationId, id))).toBe(0);
  expect(await lastOn(id)).toMatchObject({
    action: "integration.removed",
    detail: { webhooksDeleted: 1, webhooksLeft: [] },
  });
  expect((await findApp(actor(), { app: app.id })).app.name).toBe(app.name);
  await expect(findRemoval(actor(), { integration: id })).rejects.toMatchObject({ kind: "not_found" });
});

test.each([
  ["that is registered no more", { registration: "manual" } as const, null],
  ["of a removed app", {}, new Date()],
])("takes a webhook away %s", async (_, hook, removedAt) => {
  const repository = `acme/left-${removedAt ? "app" : "hook"}`;
  const { id, app } = await hooked(repository);
  await db
    .update(webhooks)
    .set({ registration: "registered", ...hook })
    .where(eq(webhooks.appId, app.id));
  await db.update(apps).set({ removedAt }).where(eq(apps.id, app.id));
  await removeIntegration(actor(), { integration: id, deleteWebhooks: true });
  expect(hub.repository(repository).hooks).toEqual([]);
  expect(await lastOn(id)).toMatchObject({ detail: { webhooksDeleted: 1, webhooksLeft: [] } });
});

test("deletes no webhook on a host where another stands under the number that was noted elsewhere", async () => {
  const { id, app } = await hooked("acme/same-number");
  const [hook] = hub.repository("acme/same-number").hooks;
  Object.assign(hook!, { url: "https://ci.example.com/hook" });
  await db.update(webhooks).set({ registration: "manual" }).where(eq(webhooks.appId, app.id));
  await removeIntegration(actor(), { integration: id, deleteWebhooks: true });
  expect(hub.repository("acme/same-number").hooks).toHaveLength(1);
});

test("a removal leaves the webhooks where nobody asked, and tells of those that it could not delete", async () => {
  const { id } = await hooked("acme/blog");
  await removeIntegration(actor(), { integration: id, deleteWebhooks: false });
  expect(hub.repository("acme/blog").hooks).toHaveLength(1);
  expect(await lastOn(id)).toMatchObject({
    detail: { webhooksDeleted: 0, webhooksLeft: [{ repository: "acme/blog", problem: null }] },
  });
  const second = await hooked("acme/docs");
  hub.setFault({ kind: "500" });
  await removeIntegration(actor(), { integration: second.id, deleteWebhooks: true });
  expect(await lastOn(second.id)).toMatchObject({
    detail: {
      webhooksDeleted: 0,
      webhooksLeft: [{ repository: "acme/docs", problem: expect.any(String) as string }],
    },
  });
});

/** One account with more webhooks than are deleted at once. */
async function manyHooked(owner: string) {
  const made = [];
  for (let count = 0; count < 10; count += 1) made.push(await hooked(`${owner}/shop-${count}`));
  return read(made[0]?.id ?? "");
}
const deletions = () => hub.requests.filter(({ method }) => method === "DELETE").length;

test("a removal asks a host that is away for some of them, not for each; the others get the same words", async () => {
  const { id } = await manyHooked("many");
  hub.setFault({ kind: "500" });
  const before = deletions();
  await removeIntegration(actor(), { integration: id, deleteWebhooks: true });
  expect(deletions() - before).toBe(8);
  const left = (await lastOn(id))?.detail as { webhooksLeft: { repository: string; problem: string | null }[] };
  const problems = left.webhooksLeft.flatMap(({ repository, problem }) =>
    repository.startsWith("many/") ? [problem] : [],
  );
  expect(problems).toHaveLength(10);
  expect(problems.filter((problem) => !/error of its own|status 500/.test(problem ?? ""))).toEqual([]);
});

test("a removal waits for a host that hangs no longer than it may", async () => {
  const integration = await manyHooked("slow");
  const hooks = await madeHooks(integration);
  hub.setFault({ kind: "hang" });
  const [before, startedAt] = [deletions(), Date.now()];
  const tried = await deleteHooks(integration, hooks, 300);
  expect(Date.now() - startedAt).toBeLessThan(3000);
  expect(deletions() - before).toBeLessThanOrEqual(8);
  expect(tried.map(({ problem }) => problem?.kind)).toEqual(hooks.map(() => "unavailable"));
});

test("a removal is for those who manage integrations, and for their own workspace's", async () => {
  const { id } = await addIntegration(world.workspace.id);
  const remove = (by: typeof world.owner) => removeIntegration(by.actor, { integration: id, deleteWebhooks: false });
  await expect(remove(await addPerson(world.workspace.id, "member"))).rejects.toMatchObject({ kind: "forbidden" });
  await expect(remove((await buildWorld("Third")).owner)).rejects.toMatchObject({ kind: "not_found" });
  expect((await read(id)).removedAt).toBeNull();
});
