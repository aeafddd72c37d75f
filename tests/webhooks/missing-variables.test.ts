import { expect, test } from "vitest";
import { putVariables } from "#lib/apps/put-variables.ts";
import { reconcile } from "#lib/webhooks/reconcile.ts";
import { change, decided, deploymentsOf, pushedApp, pushStage, rowOf } from "./support.ts";

const stage = pushStage();

test("a push for which a required variable has no value is kept with that reason, and deployed once it has one", async () => {
  const app = await pushedApp(stage);
  await change(app, { requiredVariables: ["DB_URL"], reconciledAt: new Date() });
  const { after } = await app.push();
  expect(await decided(app)).toMatchObject([
    { verdict: "ignored", reason: "DB_URL has no value yet. The app requires it: see its environment." },
  ]);
  expect(await deploymentsOf(app)).toEqual([]);

  const variables = [{ key: "DB_URL", value: "postgres://somewhere", isSecret: true }];
  await putVariables(app.actor, { app: app.id, variables });
  expect((await rowOf(app)).reconciledAt).toBeNull();
  await reconcile(new Date(0));
  expect((await decided(app)).at(-1)).toMatchObject({ verdict: "deployed", commit: after });
  expect(await deploymentsOf(app)).toMatchObject([{ wantedCommit: after }]);
});
