import { and, eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { integrations } from "#db/schema/integrations.ts";
import { parse } from "#lib/access/entry.ts";
import type { App } from "#lib/access/authorize.ts";
import { changeSource, changeSourceInput } from "#lib/apps/change-source.ts";
import { createApp, createAppInput } from "#lib/apps/create.ts";
import { openSource } from "#lib/apps/open-source.ts";
import { removeApp } from "#lib/apps/remove.ts";
import { appView } from "#lib/apps/view.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { samples } from "#tests/support/samples.ts";
import { makeWorld, type World } from "#tests/support/world.ts";

let world: World;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

async function make(source: Record<string, unknown>) {
  const input = { ...(await samples["apps.create"](world)), ...source };
  return createApp(world.owner.actor, parse(createAppInput, input));
}

async function row(id: string): Promise<App> {
  const [app] = await db.select().from(apps).where(eq(apps.id, id));
  if (!app) throw new Error("no such app");
  return app;
}

const change = (app: string, source: Record<string, unknown>) =>
  changeSource(world.owner.actor, parse(changeSourceInput, { app, ...source }));

test("a user name and a password are sealed, and opened for the engine only", async () => {
  const made = await make({
    repositoryUrl: "https://git.example.com/acme/shop.git",
    access: { kind: "basic", username: "ana", password: "a-token-of-hers" },
  });
  expect(appView(made).source).toMatchObject({ access: "basic", username: "ana", publicKey: null });
  const { repository, access } = await openSource(await row(made.app.id));
  expect(repository.url).toBe("https://git.example.com/acme/shop.git");
  expect(access.kind === "basic" && [access.username, access.password.reveal()]).toEqual(["ana", "a-token-of-hers"]);
});

test("a deploy key is made here; its public half is shown and its private half never", async () => {
  const made = await make({ repositoryUrl: "git@git.example.com:acme/shop.git", access: { kind: "deploy_key" } });
  const { source } = appView(made);
  expect(source.publicKey).toMatch(/^ssh-ed25519 [A-Za-z0-9+/=]+ devpilot$/);
  expect(JSON.stringify(appView(made))).not.toContain("PRIVATE KEY");
  const { access } = await openSource(await row(made.app.id));
  expect(access.kind === "key" && access.privateKey.reveal()).toContain("BEGIN OPENSSH PRIVATE KEY");
  const again = await change(made.app.id, { repositoryUrl: source.repositoryUrl, access: { kind: "deploy_key" } });
  expect(appView(again).source.publicKey).not.toBe(source.publicKey);
});

test("credentials go to the origin that they were given for, and to no other", async () => {
  const access = { kind: "basic", username: "ana", password: "a-token-of-hers" };
  const { app } = await make({ repositoryUrl: "https://git.example.com/acme/shop.git", access });
  await change(app.id, { repositoryUrl: "https://git.example.com/acme/other.git" });
  for (const repositoryUrl of [
    "https://git.example.com.evil.example/acme/shop.git",
    "https://git.example.com:8443/acme/shop.git",
    "git@git.example.com:acme/shop.git",
  ]) {
    await expect(change(app.id, { repositoryUrl })).rejects.toMatchObject({
      fields: { access: expect.any(String) as string },
    });
  }
  await db.update(apps).set({ repositoryUrl: "https://evil.example/acme/shop.git" }).where(eq(apps.id, app.id));
  await expect(openSource(await row(app.id))).rejects.toThrow("The credentials for the repository of");
});

test("an access that the address does not take is refused beside it", async () => {
  const https = "https://git.example.com/acme/shop.git";
  const ssh = "git@git.example.com:acme/shop.git";
  for (const [repositoryUrl, kind] of [
    [https, "deploy_key"],
    [ssh, "anonymous"],
  ]) {
    await expect(make({ repositoryUrl, access: { kind } })).rejects.toMatchObject({
      fields: { access: expect.any(String) as string },
    });
  }
  const empty = make({ repositoryUrl: https, access: { kind: "basic", username: "ana", password: "" } });
  await expect(empty).rejects.toMatchObject({ fields: { "access.password": expect.any(String) as string } });
  const leaky = make({ repositoryUrl: "https://ana:hunter2@git.example.com/x.git", access: { kind: "anonymous" } });
  await expect(leaky).rejects.toMatchObject({
    fields: { repositoryUrl: expect.not.stringContaining("hunter2") as string },
  });
});

test("replaced and removed credentials are deleted", async () => {
  const access = { kind: "basic", username: "ana", password: "a-token-of-hers" };
  const repositoryUrl = "https://git.example.com/acme/shop.git";
  const { app } = await make({ repositoryUrl, access });
  const first = (await row(app.id)).integrationId ?? "";
  await change(app.id, { repositoryUrl, access: { ...access, password: "another-token" } });
  const second = (await row(app.id)).integrationId ?? "";
  await removeApp(world.owner.actor, { app: app.id });
  for (const id of [first, second]) {
    const mine = and(eq(integrations.workspaceId, world.workspace.id), eq(integrations.id, id));
    const [integration] = await db.select().from(integrations).where(mine);
    expect([integration?.credential, integration?.removedAt]).toEqual([null, expect.any(Date)]);
  }
});

test("an app takes its platform's commands where it is given none, and none where it is told none", async () => {
  const proposed = await make({ platform: "vue" });
  expect([proposed.app.installCommand, proposed.app.buildCommand]).toEqual(["npm ci", "npm run build"]);
  const own = await make({ platform: "vue", installCommand: null, buildCommand: "make all" });
  expect([own.app.installCommand, own.app.buildCommand]).toEqual([null, "make all"]);
  const laravel = await make({ platform: "laravel" });
  expect(laravel.app.storagePaths).toEqual(["storage"]);
});
