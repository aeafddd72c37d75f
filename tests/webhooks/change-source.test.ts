import { expect, test } from "vitest";
import { parse } from "#lib/access/entry.ts";
import { changeSource, changeSourceInput } from "#lib/apps/change-source.ts";
import { updateApp } from "#lib/apps/update.ts";
import { findAutoDeploy } from "#lib/webhooks/find-auto-deploy.ts";
import { reconcile } from "#lib/webhooks/reconcile.ts";
import { registerWebhook } from "#lib/webhooks/register.ts";
import { change, decided, deploymentsOf, pushedApp, type PushedApp, rowOf, pushStage } from "./support.ts";

const stage = pushStage();

const never = new Date(0);

async function moveTo(app: PushedApp, path: string, more: Record<string, unknown> = {}): Promise<void> {
  const input = { app: app.id, repositoryUrl: `${stage.hub.url}/${path}.git`, ...more };
  await changeSource(app.actor, parse(changeSourceInput, input));
}

async function elsewhere(app: PushedApp): Promise<string> {
  const path = `${app.path}-new`;
  await stage.hub.addRepository({ path, members: { ana: "admin" } });
  await stage.hub.push(path, "main", { "index.html": "elsewhere" });
  return path;
}

test("what stands at the head of another repository is no push; the next one is", async () => {
  const app = await pushedApp(stage);
  await reconcile(never);
  const path = await elsewhere(app);
  await moveTo(app, path);
  await reconcile(new Date());
  await decided(app);
  expect(await deploymentsOf(app)).toEqual([]);
  const { after } = await stage.hub.push(path, "main", { "index.html": "more" });
  await reconcile(new Date());
  await decided(app);
  expect(await deploymentsOf(app)).toMatchObject([{ wantedCommit: after }]);
});

test("pushes of the old repository that wait deploy nothing, and say so", async () => {
  const app = await pushedApp(stage);
  await app.push();
  await moveTo(app, await elsewhere(app));
  expect(await decided(app)).toMatchObject([{ verdict: "ignored", reason: "The app moved on to another repository." }]);
  expect(await deploymentsOf(app)).toEqual([]);
});

test("the webhook says that it belongs to the old repository, and is taken away there when it is registered anew", async () => {
  const app = await pushedApp(stage);
  const path = await elsewhere(app);
  await moveTo(app, path);
  const { webhook } = await findAutoDeploy(app.actor, { app: app.id });
  expect(webhook).toMatchObject({
    registration: "manual",
    registrationReason: expect.stringContaining(path) as string,
  });
  await registerWebhook(app.actor, { app: app.id });
  const hooks = [app.path, path].map((one) => stage.hub.repository(one).hooks.length);
  expect(hooks).toEqual([0, 1]);
});

test("the same repository by other credentials keeps what was watched", async () => {
  const app = await pushedApp(stage);
  await reconcile(never);
  const before = await rowOf(app);
  await moveTo(app, app.path, { access: { kind: "integration", integration: app.integration.id } });
  const { watchedHead, watchedEtag, reconciledAt } = await rowOf(app);
  expect({ watchedHead, watchedEtag, reconciledAt }).toEqual({
    watchedHead: before.watchedHead,
    watchedEtag: before.watchedEtag,
    reconciledAt: null,
  });
});

test.each([
  ["with its source", (app: PushedApp) => moveTo(app, app.path, { branch: "draft" })],
  ["by itself", (app: PushedApp) => updateApp(app.actor, { app: app.id, branch: "draft" })],
])("an app whose branch is changed %s is watched from that branch's head on, at once", async (_, move) => {
  const app = await pushedApp(stage);
  await app.push("one", "draft");
  await decided(app);
  await change(app, { watchedHead: "a".repeat(40), reconciledAt: new Date() });
  await move(app);
  await reconcile(never);
  await decided(app);
  expect(await deploymentsOf(app)).toEqual([]);
  expect((await rowOf(app)).watchedHead).not.toBe("a".repeat(40));
  expect((await rowOf(app)).watchedHead).not.toBeNull();
});
