import { eq } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { activity } from "#db/schema/activity.ts";
import { rateLimits } from "#db/schema/instance.ts";
import { integrations } from "#db/schema/integrations.ts";
import { parse } from "#lib/access/entry.ts";
import { connectToken, connectTokenInput } from "#lib/integrations/connect-token.ts";
import { findOwn } from "#lib/integrations/find-own.ts";
import { listIntegrations } from "#lib/integrations/list.ts";
import { listProviders } from "#lib/integrations/providers.ts";
import { replaceCredential, replaceCredentialInput } from "#lib/integrations/replace.ts";
import { rereadIntegration } from "#lib/integrations/rows.ts";
import { updateIntegration } from "#lib/integrations/update.ts";
import { withClient } from "#lib/integrations/use.ts";
import { createProject } from "#lib/projects/create.ts";
import type { GitService } from "#tests/peers/git-service/service.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addIntegration } from "#tests/support/integration.ts";
import { buildWorld, canaries, makeWorld, type World } from "#tests/support/world.ts";
import { registeredHost } from "./consent.ts";

let world: World;
let hub: GitService;
let lab: GitService;

beforeAll(async () => {
  await freshDatabase();
  process.env.DEVPILOT_PRIVATE_HOSTS = "127.0.0.1";
  world = await makeWorld();
  hub = await registeredHost(world, "github");
  lab = await registeredHost(world, "gitlab");
});

afterEach(async () => {
  lab.setFault(null);
  hub.setFault(null);
  await db.delete(rateLimits);
});

const actor = () => world.owner.actor;
const read = (id: string) => findOwn(world.workspace.id, id);
const byToken = (token: string, over: object = {}) =>
  connectToken(actor(), parse(connectTokenInput, { provider: "gitlab", origin: lab.url, token, ...over }));
const replace = (integration: string, input: object) =>
  replaceCredential(actor(), parse(replaceCredentialInput, { integration, ...input }));
const lastOn = async (id: string) =>
  (await db.select().from(activity).where(eq(activity.resourceId, id)).orderBy(activity.id)).at(-1);

describe("a pasted token", () => {
  test("connects its account once the host has told whose it is", async () => {
    const integration = await byToken(lab.tokenFor("ana", ["api", "read_repository"], { personal: true }), {
      name: "Our GitLab",
    });
    expect(integration).toMatchObject({
      name: "Our GitLab",
      account: "ana",
      way: "token",
      canRefresh: false,
      missingScopes: [],
    });
    expect(await withClient(await read(integration.id), (client) => client.account())).toMatchObject({ login: "ana" });
  });

  test("that is wrong is refused beside its field, and nothing is kept", async () => {
    const before = await db.$count(integrations);
    await expect(byToken("glpat-wrong")).rejects.toMatchObject({ fields: { token: expect.any(String) as string } });
    expect(await db.$count(integrations)).toBe(before);
  });

  test("goes to no private host that is not listed, and to no host over plain http", async () => {
    for (const origin of ["https://10.0.0.1", "https://[::1]"])
      await expect(byToken(canaries.token, { origin })).rejects.toThrow(/private network/);
    for (const origin of [
      "http://gitlab.example.com",
      "https://a:b@gitlab.example.com",
      "https://x.example.com/path",
      "x",
    ])
      await expect(byToken(canaries.token, { origin })).rejects.toMatchObject({
        fields: { origin: expect.anything() },
      });
  });

  test("is not what GitHub is connected with", async () => {
    const token = byToken(canaries.token, { provider: "github", origin: undefined });
    await expect(token).rejects.toMatchObject({ fields: { token: expect.stringContaining("consent") as string } });
  });

  test("is replaced by one of the same account only, and only by one that works", async () => {
    const { id } = await byToken(lab.tokenFor("kim", undefined, { personal: true }));
    const before = await read(id);
    await expect(replace(id, { token: "glpat-wrong" })).rejects.toMatchObject({ kind: "invalid" });
    const others = lab.tokenFor("lou", undefined, { personal: true });
    await expect(replace(id, { token: others })).rejects.toMatchObject({ kind: "conflict" });
    expect(await read(id)).toEqual(before);
    await replace(id, { token: lab.tokenFor("kim", undefined, { personal: true }) });
    expect((await read(id)).credentialVersion).toBe(before.credentialVersion + 1);
    expect(await lastOn(id)).toMatchObject({ action: "integration.replaced" });
  });
});

test("the ways to connect tell what each needs, and which hosts are registered", async () => {
  const all = await listProviders(actor(), {});
  expect(all.map(({ provider }) => provider)).toEqual(["github", "gitlab", "bitbucket", "https", "ssh"]);
  const [github, gitlab, bitbucket, https] = all;
  expect(github).toMatchObject({ title: "GitHub", hasOAuth: true, origins: [hub.url], token: null });
  expect(gitlab?.token?.makeUrl).toMatch(/^https:\/\/gitlab\.com\//);
  expect(bitbucket).toMatchObject({ hasOAuth: false, origins: [] });
  expect(bitbucket?.callbackUrl).toBe("http://localhost:3000/api/oauth/bitbucket/callback");
  expect(https).toMatchObject({ title: "Git over HTTPS", callbackUrl: null, scopes: [] });
});

test("the list shows what is shared, of this workspace alone", async () => {
  const [own, single] = [
    await addIntegration(world.workspace.id),
    await addIntegration(world.workspace.id, { isShared: false }),
  ];
  const foreign = await addIntegration((await buildWorld("Elsewhere")).workspace.id);
  const ids = (await listIntegrations(actor(), {})).map(({ id }) => id);
  expect(ids).toContain(own.id);
  expect(ids).not.toContain(single.id);
  expect(ids).not.toContain(foreign.id);
});

test("one integration is read in its own workspace alone", async () => {
  const { id } = await addIntegration(world.workspace.id);
  expect(await rereadIntegration(world.workspace.id, id)).toMatchObject({ id });
  const elsewhere = (await buildWorld("Far away")).workspace.id;
  await expect(rereadIntegration(elsewhere, id)).rejects.toMatchObject({ kind: "not_found" });
});

describe("limiting", () => {
  test("names the projects that may use it, and takes the limit off again", async () => {
    const { id } = await addIntegration(world.workspace.id);
    const { project } = world;
    const limited = await updateIntegration(actor(), { integration: id, projects: [project.id, project.id] });
    expect(limited.projects).toEqual([{ id: project.id, name: project.name }]);
    expect((await updateIntegration(actor(), { integration: id, name: "Renamed" })).projects).toHaveLength(1);
    expect(await updateIntegration(actor(), { integration: id, projects: null })).toMatchObject({
      name: "Renamed",
      projects: null,
    });
    expect((await updateIntegration(actor(), { integration: id, projects: [] })).projects).toEqual([]);
  });

  test("keeps the name that somebody else is giving it at that moment", async () => {
    const { id } = await addIntegration(world.workspace.id, { name: "Before" });
    let limiting: Promise<unknown> = Promise.resolve();
    await db.transaction(async (tx) => {
      await tx.update(integrations).set({ name: "After" }).where(eq(integrations.id, id));
      limiting = updateIntegration(actor(), { integration: id, projects: [] });
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
    await limiting;
    expect(await read(id)).toMatchObject({ name: "After", isLimited: true });
  });

  test("knows no project of another workspace, and changes nothing then", async () => {
    const { id } = await addIntegration(world.workspace.id);
    const foreign = (await createProject((await buildWorld("Other")).owner.actor, { name: "Foreign" })).id;
    const before = await read(id);
    for (const project of [foreign, newId(), "no-id"])
      await expect(updateIntegration(actor(), { integration: id, projects: [project] })).rejects.toMatchObject({
        kind: "not_found",
      });
    expect(await read(id)).toEqual(before);
  });
});
