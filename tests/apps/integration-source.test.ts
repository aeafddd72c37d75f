import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { integrations } from "#db/schema/integrations.ts";
import { parse } from "#lib/access/entry.ts";
import { changeSource, changeSourceInput } from "#lib/apps/change-source.ts";
import { createApp, createAppInput } from "#lib/apps/create.ts";
import { findApp } from "#lib/apps/find.ts";
import { openSource } from "#lib/apps/open-source.ts";
import { removeApp } from "#lib/apps/remove.ts";
import { trySource, trySourceInput } from "#lib/apps/try-source.ts";
import { appView } from "#lib/apps/view.ts";
import { sealCredential } from "#lib/integrations/credential.ts";
import type { GitService } from "#tests/peers/git-service/service.ts";
import { startGitHub } from "#tests/peers/github.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addIntegration, openTo } from "#tests/support/integration.ts";
import { samples } from "#tests/support/samples.ts";
import { buildWorld, canaries, makeWorld, type World } from "#tests/support/world.ts";

let world: World;
let hub: GitService;
let shop: string;

beforeAll(async () => {
  await freshDatabase();
  process.env.DEVPILOT_PRIVATE_HOSTS = "127.0.0.1";
  process.env.DEVPILOT_INSECURE_GIT_HOSTS = "127.0.0.1";
  world = await makeWorld();
  hub = await startGitHub();
  afterAll(() => hub.stop());
  hub.addUser("ana");
  hub.addUser("bo");
  await hub.addRepository({ path: "acme/shop", members: { ana: "admin" } });
  await hub.addRepository({ path: "acme/blog", members: { ana: "read" } });
  await hub.addRepository({ path: "bo/secret", members: { bo: "admin" } });
  shop = `${hub.url}/acme/shop.git`;
});

afterEach(() => hub.setFault(null));

const connect = (over: Parameters<typeof addIntegration>[1] = {}) =>
  addIntegration(world.workspace.id, { origin: hub.url, token: hub.tokenFor("ana"), ...over });

const by = ({ id }: { id: string }) => ({ kind: "integration", integration: id });

async function make(source: Record<string, unknown>) {
  const input = { ...(await samples["apps.create"](world)), ...source };
  return createApp(world.owner.actor, parse(createAppInput, input));
}

const change = (app: string, source: Record<string, unknown>) =>
  changeSource(world.owner.actor, parse(changeSourceInput, { app, ...source }));

const sourceOf = async (app: string) => appView(await findApp(world.owner.actor, { app })).source;

async function open(id: string) {
  const [app] = await db.select().from(apps).where(eq(apps.id, id));
  if (!app) throw new Error("no such app");
  return openSource(app);
}

const setRow = (id: string, values: Partial<typeof integrations.$inferInsert>) =>
  db.update(integrations).set(values).where(eq(integrations.id, id));

test("an app is reached by the account that was chosen, which its page names, and its commits have their page", async () => {
  const integration = await connect({ token: canaries.token });
  hub.setFault({ kind: "500" });
  const { app } = await make({ repositoryUrl: shop, access: by(integration) });
  const source = await sourceOf(app.id);
  expect(source).toMatchObject({
    access: "integration",
    integration: { id: integration.id, title: "GitHub", account: "ana", state: "connected", canSearch: true },
    needsCredentials: false,
    problem: null,
  });
  expect(JSON.stringify(source)).not.toContain(canaries.token);
  const { repository, access } = await open(app.id);
  expect(access.kind === "basic" && access.password.reveal()).toBe(canaries.token);
  const commit = "4f2c1ab0".repeat(5);
  expect(repository.commitUrl(commit)).toBe(`${hub.url}/acme/shop/commit/${commit}`);
});

test("each deployment takes the token as it is then", async () => {
  const integration = await connect();
  const { app } = await make({ repositoryUrl: shop, access: by(integration) });
  const newer = { access_token: "gho_the-next-one", refresh_token: null, is_personal: false };
  await setRow(integration.id, { credential: sealCredential(integration, newer) });
  const { access } = await open(app.id);
  expect(access.kind === "basic" && access.password.reveal()).toBe("gho_the-next-one");
});

test("a repository on another host than the integration's is refused, and both are named", async () => {
  const integration = await connect({ origin: "https://github.com:443" });
  const refusal = make({ repositoryUrl: "https://gitlab.com/acme/shop.git", access: by(integration) });
  await expect(refusal).rejects.toMatchObject({
    fields: { access: expect.stringMatching(/https:\/\/github\.com,.*https:\/\/gitlab\.com\./) as string },
  });
  const overSsh = make({ repositoryUrl: "git@github.com:acme/shop.git", access: by(integration) });
  await expect(overSsh).rejects.toMatchObject({ fields: { repositoryUrl: expect.any(String) as string } });
});

test("a repository that the account can't see is refused beside its URL; a host that is away is no reason", async () => {
  const integration = await connect();
  const unseen = make({ repositoryUrl: `${hub.url}/bo/secret.git`, access: by(integration) });
  await expect(unseen).rejects.toMatchObject({
    fields: { repositoryUrl: expect.stringContaining("ana can't see bo/secret on GitHub") as string },
  });
  for (const kind of ["500", "hang"] as const) {
    hub.setFault({ kind });
    expect((await make({ repositoryUrl: shop, access: by(integration) })).app.id).toBeDefined();
  }
});

test("an integration survives the apps that used it; an app's own credential does not", async () => {
  const integration = await connect();
  const access = { kind: "basic", username: "ana", password: "a-token-of-hers" };
  const { app } = await make({ repositoryUrl: "https://git.example.com/acme/shop.git", access });
  const [before] = await db.select().from(apps).where(eq(apps.id, app.id));
  await change(app.id, { repositoryUrl: shop, access: by(integration) });
  await change(app.id, { repositoryUrl: `${hub.url}/acme/blog.git` });
  expect(await sourceOf(app.id)).toMatchObject({ access: "integration", integration: { id: integration.id } });
  await change(app.id, { repositoryUrl: shop, access: { kind: "anonymous" } });
  expect(await sourceOf(app.id)).toMatchObject({ access: "anonymous", integration: null });
  await change(app.id, { repositoryUrl: shop, access: by(integration) });
  await removeApp(world.owner.actor, { app: app.id });
  const rows = await db.select().from(integrations);
  const kept = (id: string | null | undefined) => rows.find((row) => row.id === id)?.credential !== null;
  expect([kept(before?.integrationId), kept(integration.id)]).toEqual([false, true]);
});

test("a kept account is never sent to another host", async () => {
  const { app } = await make({ repositoryUrl: shop, access: by(await connect()) });
  for (const repositoryUrl of ["https://git.example.com/acme/shop.git", "git@127.0.0.1:acme/shop.git"]) {
    await expect(change(app.id, { repositoryUrl })).rejects.toMatchObject({
      fields: { access: expect.any(String) as string },
    });
  }
});

test("what an app misses is said on its page and by its deployment: removed, to reconnect, limited to others", async () => {
  const integration = await connect({ name: "Ana's GitHub" });
  const { app } = await make({ repositoryUrl: shop, access: by(integration) });
  const stateReason = "GitHub refused the token.";
  await setRow(integration.id, { state: "needs_reconnecting", stateReason });
  expect(await sourceOf(app.id)).toMatchObject({
    needsCredentials: true,
    problem: "The integration Ana's GitHub needs reconnecting. GitHub refused the token.",
    integration: { state: "needs_reconnecting", stateReason },
  });
  await expect(open(app.id)).rejects.toThrow(/Ana's GitHub needs reconnecting/);

  await setRow(integration.id, { state: "connected", stateReason: null, isLimited: true });
  expect((await sourceOf(app.id)).problem).toMatch(/limited to other projects than World \d+ project/);
  await expect(open(app.id)).rejects.toThrow(/limited to other projects/);
  await openTo(integration, world.project.id);
  expect(await sourceOf(app.id)).toMatchObject({ needsCredentials: false, problem: null });

  await setRow(integration.id, { removedAt: new Date(), credential: null });
  const gone = await sourceOf(app.id);
  expect(gone).toMatchObject({ access: "integration", integration: null, needsCredentials: true });
  expect(gone.problem).toContain("was removed");
  await expect(open(app.id)).rejects.toThrow(/was removed/);
});

test("an integration that the project may not use is not there, for making, changing and trying", async () => {
  const theirs = await buildWorld("Elsewhere");
  const { app } = await make({ repositoryUrl: shop, access: { kind: "anonymous" } });
  const refused = [
    await addIntegration(theirs.workspace.id, { origin: hub.url }),
    await connect({ isLimited: true }),
    await connect({ isShared: false }),
    await connect({ removedAt: new Date() }),
    { id: "nonsense" },
  ];
  for (const one of refused) {
    const source = { repositoryUrl: shop, access: by(one) };
    const trying = parse(trySourceInput, { server: world.serverId, project: world.project.id, ...source });
    for (const attempt of [
      () => make(source),
      () => change(app.id, source),
      () => trySource(world.owner.actor, trying),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ kind: "not_found", message: "There is no such integration." });
    }
  }
});

test("trying an integration from a server names the project, which has to be one's own", async () => {
  const theirs = await buildWorld("Elsewhere too");
  const source = { server: world.serverId, repositoryUrl: shop, access: by(await connect()) };
  const attempt = (more: object) => trySource(world.owner.actor, parse(trySourceInput, { ...source, ...more }));
  await expect(attempt({})).rejects.toMatchObject({ fields: { project: expect.any(String) as string } });
  await expect(attempt({ project: theirs.project.id })).rejects.toMatchObject({ kind: "not_found" });
});
