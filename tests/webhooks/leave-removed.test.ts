import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import { webhooks } from "#db/schema/webhooks.ts";
import { removeApp } from "#lib/apps/remove.ts";
import { removeIntegration } from "#lib/integrations/remove.ts";
import { leaveRemovedApps } from "#lib/webhooks/leave-removed.ts";
import { pushedApp, type PushedApp, pushStage } from "./support.ts";

const stage = pushStage();

const hooksAt = ({ path }: PushedApp) => stage.hub.repository(path).hooks;
const remove = (app: PushedApp) => removeApp(app.actor, { app: app.id });

async function webhookOf(app: PushedApp) {
  const [webhook] = await db.select().from(webhooks).where(eq(webhooks.appId, app.id));
  return webhook;
}

test("a removed app's webhook is taken away on the host, and nobody else's", async () => {
  const [gone, kept] = [await pushedApp(stage), await pushedApp(stage)];
  await remove(gone);
  await leaveRemovedApps();
  expect(hooksAt(gone)).toEqual([]);
  expect(await webhookOf(gone)).toMatchObject({ registration: "manual", remoteId: null, remotePath: null });
  expect(hooksAt(kept)).toHaveLength(1);
  expect(await webhookOf(kept)).toMatchObject({ registration: "registered" });
  const asked = stage.hub.requests.length;
  await leaveRemovedApps();
  expect(stage.hub.requests.length).toBe(asked);
});

test("only what leads to the app's own address is taken away, whatever number it was given", async () => {
  const [app, other] = [await pushedApp(stage), await pushedApp(stage)];
  const [foreign] = hooksAt(other);
  hooksAt(app).splice(0, 1, foreign!);
  await remove(app);
  await db
    .update(webhooks)
    .set({ remoteId: String(foreign!.id) })
    .where(eq(webhooks.appId, app.id));
  await leaveRemovedApps();
  expect(hooksAt(app)).toEqual([foreign]);
});

test("a host that is away is asked again later", async () => {
  const app = await pushedApp(stage);
  await remove(app);
  stage.hub.setFault({ kind: "500" });
  await leaveRemovedApps();
  expect(await webhookOf(app)).toMatchObject({ registration: "registered" });
  stage.hub.setFault(null);
  await leaveRemovedApps();
  expect(hooksAt(app)).toEqual([]);
});

test("where the account may not any more, it stays there, is not tried again, and says why", async () => {
  const app = await pushedApp(stage);
  await remove(app);
  Object.assign(stage.hub.repository(app.path), { members: { bo: "admin" } });
  await leaveRemovedApps();
  expect(hooksAt(app)).toHaveLength(1);
  expect(await webhookOf(app)).toMatchObject({
    registration: "manual",
    registrationReason: expect.stringContaining(app.path) as string,
  });
});

test("an account that is gone or has to be connected again holds up no other", async () => {
  const [broken, left, good] = [await pushedApp(stage), await pushedApp(stage), await pushedApp(stage)];
  for (const app of [broken, left, good]) await remove(app);
  await db
    .update(integrations)
    .set({ state: "needs_reconnecting", stateReason: "It was." })
    .where(eq(integrations.id, broken.integration.id));
  await removeIntegration(left.actor, { integration: left.integration.id, deleteWebhooks: false });
  await leaveRemovedApps();
  expect([hooksAt(broken), hooksAt(left), hooksAt(good)].map(({ length }) => length)).toEqual([1, 1, 0]);
  expect(await webhookOf(broken)).toMatchObject({ registration: "registered" });
});
