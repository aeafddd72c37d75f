import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import { findAutoDeploy } from "#lib/webhooks/find-auto-deploy.ts";
import { registerWebhook } from "#lib/webhooks/register.ts";
import { setAutoDeploy } from "#lib/webhooks/set-auto-deploy.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { spareApp } from "#tests/support/samples.ts";
import { addPerson, grant } from "#tests/support/world.ts";
import { change, pushedApp, pushStage } from "./support.ts";

const stage = pushStage();

const set = (app: string, input: Partial<Parameters<typeof setAutoDeploy>[1]> = {}) =>
  setAutoDeploy(stage.world.owner.actor, { app, enabled: true, ...input });
const hooksAt = (path: string) => stage.hub.repository(path).hooks;

test("before it is switched on there is no webhook, and it says which branch would be watched", async () => {
  const app = await spareApp(stage.world);
  expect(await findAutoDeploy(stage.world.owner.actor, { app })).toMatchObject({
    enabled: false,
    branch: "main",
    isPaused: false,
    webhook: null,
  });
});

test("switching on registers one webhook on the host: pushes only, this app's own secret, shown to nobody", async () => {
  const [one, other] = [await pushedApp(stage), await pushedApp(stage)];
  const found = await findAutoDeploy(one.actor, { app: one.id });
  expect(hooksAt(one.path)).toMatchObject([
    { url: found.webhook?.url, events: ["push"], insecureSsl: false, contentType: "json" },
  ]);
  expect(found.webhook).toMatchObject({ registration: "registered", registrationReason: null, repository: one.path });
  const secrets = [hooksAt(one.path)[0]?.secret ?? "", hooksAt(other.path)[0]?.secret ?? ""];
  expect(secrets.map((secret) => Buffer.from(secret, "base64url").length)).toEqual([32, 32]);
  expect(secrets[0]).not.toBe(secrets[1]);
  await assertInvariants({ isQuiet: false, secrets });
});

test("switching on again finds the webhook that is there instead of making a twin", async () => {
  const app = await pushedApp(stage);
  const { secret } = await set(app.id);
  expect(secret).toBeNull();
  expect(hooksAt(app.path)).toHaveLength(1);
  await set(app.id, { enabled: false });
  expect(hooksAt(app.path)).toHaveLength(1);
  expect((await findAutoDeploy(app.actor, { app: app.id })).enabled).toBe(false);
});

test("an account that may not add webhooks is told why, and the address and the secret are there to copy", async () => {
  const app = await pushedApp(stage);
  const other = await spareApp(stage.world);
  await stage.hub.addRepository({ path: "acme/read-only", members: { ana: "read" } });
  const repositoryUrl = `${stage.hub.url}/acme/read-only.git`;
  await change({ id: other }, { repositoryUrl, integrationId: app.integration.id });
  const { secret, webhook } = await set(other);
  expect(Buffer.from(secret ?? "", "base64url")).toHaveLength(32);
  expect(webhook).toMatchObject({ registration: "manual", dialect: "github", dialectTitle: "GitHub" });
  expect(webhook?.registrationReason).toMatch(/\w/);
  expect(webhook?.manualHint).toMatch(/push/);
  stage.hub.repository("acme/read-only").members.ana = "admin";
  const registered = await registerWebhook(stage.world.owner.actor, { app: other });
  expect(registered.webhook).toMatchObject({ registration: "registered", registrationReason: null });
  expect(registered).not.toHaveProperty("secret");
  expect((await set(other)).secret).toBeNull();
});

test.each(["500", "hang", "html"] as const)(
  "a host that fails (%s) does not keep auto-deploy from being on",
  async (kind) => {
    const app = await pushedApp(stage);
    stage.hub.setFault({ kind }, /\/hooks/);
    const { enabled, webhook } = await set(app.id);
    expect({ enabled, registration: webhook?.registration }).toEqual({ enabled: true, registration: "manual" });
  },
);

test("without an account the secret is shown once, and the dialect is what the person says, or the address", async () => {
  const [plain, said] = [await spareApp(stage.world), await spareApp(stage.world)];
  await change({ id: plain }, { repositoryUrl: "https://gitlab.example.com/acme/shop.git" });
  const first = await set(plain);
  expect(first.webhook).toMatchObject({ dialect: "gitlab", registration: "manual" });
  expect(first.webhook?.url).toContain("/api/webhooks/gitlab/");
  expect(first.secret).not.toBeNull();
  expect((await set(plain)).secret).toBeNull();
  expect((await set(said, { dialect: "bitbucket" })).webhook?.dialect).toBe("bitbucket");
});

test("an integration that was removed leaves auto-deploy on, by hand, with the reason", async () => {
  const app = await pushedApp(stage);
  await db.update(integrations).set({ removedAt: new Date() }).where(eq(integrations.id, app.integration.id));
  const { webhook } = await set(app.id);
  expect(webhook).toMatchObject({ registration: "manual" });
  expect(webhook?.registrationReason).toMatch(/was removed/);
});

test("who may only deploy an app may not switch it, and who may not see it finds nothing", async () => {
  const app = await spareApp(stage.world);
  const { id } = stage.world.workspace;
  const collaborator = await grant(id, await addPerson(id, "member"), "collaborator", { appId: app });
  const wanted = { app, enabled: true };
  await expect(setAutoDeploy(collaborator.actor, wanted)).rejects.toMatchObject({ kind: "forbidden" });
  const { actor } = await addPerson(id, "member");
  await expect(setAutoDeploy(actor, wanted)).rejects.toMatchObject({ kind: "not_found" });
});
