import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "#db/index.ts";
import { deliveries } from "#db/schema/webhooks.ts";
import { reconcile } from "#lib/webhooks/reconcile.ts";
import { replayDelivery } from "#lib/webhooks/replay.ts";
import { deliveryRow } from "#lib/webhooks/rows.ts";
import { change, decided, deploymentsOf, pushedApp, type PushedApp, rowOf, pushStage } from "./support.ts";

const stage = pushStage();

const replay = (app: PushedApp, delivery: string) => replayDelivery(app.actor, { app: app.id, delivery });

test("a push that was ignored deploys when it is replayed once the reason is gone, and both rows stay", async () => {
  const app = await pushedApp(stage);
  await change(app, { isActive: false });
  const { after } = await app.push();
  const [ignored] = await decided(app);
  await change(app, { isActive: true });
  const again = await replay(app, ignored?.id ?? "");
  expect(again).toMatchObject({ source: "replay", verdict: "waiting", replayOf: ignored?.id, canReplay: false });
  expect(again.replayedBy).toBe(app.actor.label);
  expect((await decided(app)).map(({ verdict }) => verdict)).toEqual(["ignored", "deployed"]);
  expect(await deploymentsOf(app)).toMatchObject([{ wantedCommit: after }]);
});

test("a replay is decided by the same rules: what is deployed is a duplicate, an old push stays old", async () => {
  const app = await pushedApp(stage);
  await app.push();
  const [first] = await decided(app);
  await app.push();
  const [, second] = await decided(app);
  await replay(app, second?.id ?? "");
  await replay(app, first?.id ?? "");
  const reasons = (await decided(app)).slice(2).map(({ reason }) => reason);
  expect(reasons).toEqual([
    expect.stringMatching(/^Duplicate: #2 deploys this commit\.$/),
    expect.stringMatching(/^An older push: main is at .{7}, which #2 deploys\.$/),
  ]);
  expect(await deploymentsOf(app)).toHaveLength(2);
});

test("what the reconciler found can be replayed, though it has no body", async () => {
  const app = await pushedApp(stage);
  await reconcile(new Date(0));
  stage.hub.repository(app.path).hooks.splice(0);
  await app.push();
  await reconcile(new Date());
  const [found] = await decided(app);
  await replay(app, found?.id ?? "");
  expect((await decided(app)).at(-1)?.reason).toBe("Duplicate: #1 deploys this commit.");
});

test("what the reconciler found and could not deploy stays old when it is replayed after a newer push", async () => {
  const app = await pushedApp(stage);
  await reconcile(new Date(0));
  const [hook] = stage.hub.repository(app.path).hooks.splice(0);
  await app.push();
  await reconcile(new Date());
  await change(app, { isActive: false });
  const [found] = await decided(app);
  await change(app, { isActive: true });
  stage.hub.repository(app.path).hooks.push(hook!);
  const { after } = await app.push();
  await decided(app);
  await replay(app, found?.id ?? "");
  expect((await decided(app)).at(-1)?.reason).toMatch(/^An older push: main is at .{7}, which #1 deploys\.$/);
  expect(await deploymentsOf(app)).toMatchObject([{ wantedCommit: after }]);
});

test("what waits, and what has no body any more, can't be replayed, and says why", async () => {
  const app = await pushedApp(stage);
  await app.push();
  const row = await rowOf(app);
  const [waiting] = await db.select().from(deliveries).where(eq(deliveries.appId, app.id));
  const id = waiting?.id ?? "";
  await expect(replay(app, id)).rejects.toMatchObject({
    kind: "conflict",
    message: expect.stringContaining("not decided yet") as string,
  });
  await decided(app);
  expect((await deliveryRow(row, id)).canReplay).toBe(true);
  await db.update(deliveries).set({ body: null }).where(eq(deliveries.id, id));
  await expect(replay(app, id)).rejects.toMatchObject({
    kind: "conflict",
    message: expect.stringContaining("after 30 days") as string,
  });
  expect((await deliveryRow(row, id)).canReplay).toBe(false);
});
