import { existsSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { updateServer } from "#lib/servers/update.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { deploy, ended, setStage, type Stage, startWorker } from "#tests/support/stage.ts";

let stage: Stage;

beforeAll(async () => {
  await freshDatabase();
  stage = await setStage();
  await startWorker();
});

test("a hook does not run as a user that an Admin took off the server's list after it was saved", async () => {
  const { owner, app, server, projectPath } = stage;
  await updateServer(owner, { server: server.id, runAsUsers: ["nobody"] });
  const input = { command: "touch ../../ran" };
  const hook = { stage: "post_setup", name: "As nobody", action: "run_command", input } as const;
  await addHook(owner, { app: app.id, ...hook, runAs: "nobody", timeoutSeconds: 60, isEnabled: true });
  await updateServer(owner, { server: server.id, runAsUsers: [] });
  const result = await ended((await deploy(stage)).id);
  expect(result).toMatchObject({
    status: "failed",
    reason: "As nobody: Hooks on web-1 can't run as nobody. An Admin can add that user in the server's settings.",
    deployment: { isLive: false },
  });
  expect(result.steps.find(({ name }) => name === "As nobody")).toMatchObject({ status: "failed", exitCode: null });
  expect(existsSync(`${projectPath}/ran`)).toBe(false);
  await assertInvariants();
});
