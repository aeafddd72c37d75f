import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "#db/index.ts";
import { deliveries } from "#db/schema/webhooks.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { tell } from "#lib/webhooks/read.ts";
import { settle } from "#lib/webhooks/settle.ts";
import { inboxOf } from "#tests/support/webhooks.ts";
import { change, decided, deploymentsOf, pushedApp, rowOf, pushStage } from "./support.ts";

const stage = pushStage();

test("what the host said before another worker acted is not acted on: the push waits to be decided anew", async () => {
  const app = await pushedApp(stage);
  const first = await app.push();
  const seen = await rowOf(app);
  const [waiting] = await inboxOf(app.id);
  const told = [await tell(waiting!)];
  const second = await app.push();
  await change(app, { watchedHead: second.after });
  const asked = { head: { commit: first.after, etag: null } };
  await db.transaction((tx) => settle(tx, seen, told, asked));
  expect(await deploymentsOf(app)).toEqual([]);
  await decided(app);
  expect(await deploymentsOf(app)).toMatchObject([{ wantedCommit: second.after }]);
});

test("while nobody can tell where the branch is, a duplicate does not say where it is either", async () => {
  const app = await pushedApp(stage);
  const first = await app.push();
  await decided(app);
  const second = await app.push();
  await decided(app);
  await queueDeployment(app.actor, { app: app.id, commit: first.after });
  stage.hub.setFault({ kind: "500" }, /\/api\//);
  await stage.hub.deliver(app.path, { ref: "refs/heads/main", before: first.before, after: first.after });
  expect((await decided(app)).at(-1)?.reason).toBe("Duplicate: #3 deploys this commit.");
  expect((await rowOf(app)).watchedHead).toBe(second.after);
});

test("one delivery that can't be decided keeps no push from being deployed that came with it", async () => {
  const app = await pushedApp(stage);
  const pushes = [await app.push(), await app.push(), await app.push()];
  const [, poisonous] = await inboxOf(app.id);
  await db.update(deliveries).set({ dialect: "nobody's" }).where(eq(deliveries.id, poisonous!.id));
  const inbox = await decided(app);
  const reasons = [/^main has moved on/, /^Something went wrong/, /^Duplicate: #1/].map(
    (words) => expect.stringMatching(words) as string,
  );
  expect(inbox.map(({ reason }) => reason)).toEqual(reasons);
  expect(await deploymentsOf(app)).toMatchObject([{ wantedCommit: pushes[2]?.after }]);
});

test("that a commit was deployed from another branch makes no push of this one old", async () => {
  const app = await pushedApp(stage);
  const { after } = await app.push();
  await queueDeployment(app.actor, { app: app.id, branch: "draft", commit: after });
  stage.hub.setFault({ kind: "500" }, /\/api\//);
  expect((await decided(app)).at(-1)?.verdict).toBe("deployed");
});
