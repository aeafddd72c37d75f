import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { updateApp } from "#lib/apps/update.ts";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { removeHook } from "#lib/pipelines/remove-hook.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { freePort } from "#lib/processes/free-port.ts";
import { deploy, ended, setStage, type Stage, startWorker } from "#tests/support/stage.ts";

type NewHook = Parameters<typeof addHook>[1];

let stage: Stage;
let site: { url: string; answer: number };
let hooks: string[] = [];

beforeAll(async () => {
  await freshDatabase();
  stage = await setStage();
  site = await startSite();
  await startWorker();
});

afterEach(async () => {
  for (const hook of hooks) await removeHook(stage.owner, { app: stage.app.id, hook });
  hooks = [];
  await assertInvariants();
});

test("a synced file is written byte for byte, with its mode, beside the releases", async () => {
  const content = 'server {\n  root "$HOME";\n}\n√ `x`';
  await hook({ action: "sync_file", input: { target: `${stage.projectPath}/conf/site.conf`, content, mode: "640" } });
  expect((await live()).status).toBe("completed");
  expect(readFileSync(`${stage.projectPath}/conf/site.conf`, "utf8")).toBe(content);
  expect(statSync(`${stage.projectPath}/conf/site.conf`).mode & 0o777).toBe(0o640);
});

test("a synced directory adds and replaces, and removes nothing that was there", async () => {
  await stage.repository.commit({ "assets/a.txt": "new a", "assets/b/c.txt": "c" }, "Assets");
  const target = `${stage.target.home}/public-assets`;
  mkdirSync(target);
  writeFileSync(`${target}/a.txt`, "old a");
  writeFileSync(`${target}/mine.txt`, "mine");
  await hook({ action: "sync_directory", input: { source: "assets", target } });
  expect((await live()).status).toBe("completed");
  const names = ["a.txt", "b/c.txt", "mine.txt"];
  expect(names.map((name) => readFileSync(`${target}/${name}`, "utf8"))).toEqual(["new a", "c", "mine"]);
});

test("a directory that a link leads out of the release is not synced", async () => {
  const target = `${stage.target.home}/stolen`;
  await stage.repository.commit({ leak: { symlink: "/etc" } }, "A link");
  await hook({ action: "sync_directory", input: { source: "leak", target } });
  expect(await live()).toMatchObject({ status: "failed" });
  expect(() => statSync(`${target}/passwd`)).toThrow();
});

test("a health check as a hook fails the deployment before the release, with what was answered", async () => {
  await hook({ action: "health_check", input: { url: site.url, expectStatus: "204", timeoutSeconds: "1" } });
  site.answer = 503;
  const result = await live();
  expect(result).toMatchObject({ status: "failed", deployment: { isLive: false } });
  expect(result.log.join("\n")).toContain("status 503");
  site.answer = 204;
  expect((await live()).status).toBe("completed");
});

test("the app's own health check runs after the release: unhealthy is told, and the release stays live", async () => {
  const health = {
    kind: "url",
    url: site.url,
    expectStatus: 200,
    expectText: null,
    timeoutSeconds: 1,
    tries: 1,
  } as const;
  await updateApp(stage.owner, { app: stage.app.id, health });
  site.answer = 500;
  expect(await live()).toMatchObject({
    status: "failed",
    deployment: { isLive: true, health: "unhealthy", healthDetail: "status 500, after 1 try" },
  });
  site.answer = 200;
  expect(await live()).toMatchObject({ status: "completed", deployment: { isLive: true, health: "healthy" } });
  await updateApp(stage.owner, { app: stage.app.id, health: null });
});

test("install and build commands run in the new release, in their order, and a failing one stops it", async () => {
  const commands = { installCommand: "echo installed >>steps", buildCommand: "echo built >>steps" };
  await updateApp(stage.owner, { app: stage.app.id, ...commands });
  expect((await live()).status).toBe("completed");
  expect(readFileSync(`${stage.projectPath}/current/steps`, "utf8")).toBe("installed\nbuilt\n");
  await updateApp(stage.owner, { app: stage.app.id, buildCommand: "nothing-by-this-name" });
  expect(await live()).toMatchObject({ status: "failed", reason: expect.stringContaining("command was not found") });
  await updateApp(stage.owner, { app: stage.app.id, installCommand: null, buildCommand: null });
});

test("shared paths are linked into every release, and what is in them outlives it", async () => {
  await updateApp(stage.owner, { app: stage.app.id, storagePaths: ["storage", "public/uploads"] });
  await live();
  writeFileSync(`${stage.projectPath}/current/public/uploads/photo`, "kept");
  await live();
  expect(readFileSync(`${stage.projectPath}/current/public/uploads/photo`, "utf8")).toBe("kept");
});

test("a project path whose “current” is not ours is left alone, and said", async () => {
  const other = `${stage.target.home}/taken`;
  mkdirSync(`${other}/current`, { recursive: true });
  symlinkSync("/nowhere", `${other}/other`);
  const { createApp } = await import("#lib/apps/create.ts");
  const { app } = await createApp(stage.owner, { ...stage.appInput, name: "taken", projectPath: other });
  const { id } = await deploy({ owner: stage.owner, app });
  expect(await ended(id)).toMatchObject({
    status: "failed",
    reason: expect.stringContaining("not a link that Devpilot made"),
  });
});

function live() {
  return deploy(stage).then(({ id }) => ended(id));
}

async function hook(given: Pick<NewHook, "action" | "input">): Promise<void> {
  const { id } = await addHook(stage.owner, {
    app: stage.app.id,
    stage: "post_setup",
    name: given.action,
    runAs: null,
    timeoutSeconds: 60,
    isEnabled: true,
    ...given,
  });
  hooks.push(id);
}

async function startSite() {
  const port = await freePort();
  const started = { url: `http://127.0.0.1:${port}/health`, answer: 200 };
  const server = createServer((_, response) => response.writeHead(started.answer).end());
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  afterAll(() => void server.close());
  return started;
}
