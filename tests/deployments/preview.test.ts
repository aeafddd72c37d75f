import { beforeAll, expect, test } from "vitest";
import { previewDeployment } from "#lib/deployments/preview.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { setStage, type Stage, startWorker } from "#tests/support/stage.ts";

let stage: Stage;

beforeAll(async () => {
  await freshDatabase();
  stage = await setStage();
  await startWorker();
});

const preview = () => previewDeployment(stage.owner, { app: stage.app.id });

test("a preview tells the commit and every step in its stage", async () => {
  const plan = await preview();
  expect(plan.commit).toMatchObject({ id: await stage.repository.head("main"), author: "Shop developers" });
  expect(plan.steps.map(({ stage: where }) => where)).toEqual([
    "fetch_source",
    "set_up_runtime",
    "release",
    "after_release",
  ]);
});
