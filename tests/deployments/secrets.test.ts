import { beforeAll, expect, test } from "vitest";
import { putVariables } from "#lib/apps/put-variables.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { deploy, ended, setStage, type Stage, startWorker } from "#tests/support/stage.ts";

const secret = "s3cr3t-and-long-enough";
let stage: Stage;

beforeAll(async () => {
  await freshDatabase();
  stage = await setStage();
  const variables = [{ key: "TOKEN", value: secret, isSecret: true }];
  await putVariables(stage.owner, { app: stage.app.id, variables });
  await startWorker();
});

test("a secret in a commit's message or author is masked wherever the commit is told", async () => {
  const author = { name: `Ana ${secret}`, email: "ana@example.com" };
  await stage.repository.commit({ "index.html": "two\n" }, `Use ${secret} ${"x".repeat(5000)}`, { author });
  const { deployment, status } = await ended((await deploy(stage)).id);
  expect(status).toBe("completed");
  expect(deployment?.commitMessage).toMatch(/^Use ••• x+$/);
  expect(deployment?.commitMessage).toHaveLength(500);
  expect(deployment?.committer).toBe("Ana •••");
  await assertInvariants({ secrets: [secret] });
});
