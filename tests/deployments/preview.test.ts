import { once } from "node:events";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { deployments } from "#db/schema/deployments.ts";
import { servers } from "#db/schema/servers.ts";
import { changeSource } from "#lib/apps/change-source.ts";
import { putVariables } from "#lib/apps/put-variables.ts";
import { removeVariable } from "#lib/apps/remove-variable.ts";
import { updateApp } from "#lib/apps/update.ts";
import { previewDeployment } from "#lib/deployments/preview.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { removeHook } from "#lib/pipelines/remove-hook.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { makeRepository } from "#tests/support/repository.ts";
import { snapshot } from "#tests/support/snapshot.ts";
import { addPerson, grant } from "#tests/support/world.ts";
import { deploy, ended, setStage, type Stage, startWorker } from "#tests/support/stage.ts";

let stage: Stage;

beforeAll(async () => {
  await freshDatabase();
  const repository = await makeRepository({ files: { "index.html": "<h1>one</h1>\n" } });
  stage = await setStage({ repository });
  await startWorker();
});

const preview = (wish: { branch?: string; tag?: string; commit?: string } = {}) =>
  previewDeployment(stage.owner, { app: stage.app.id, ...wish });

const checkNamed = async (name: string) => (await preview()).checks.find((check) => check.name === name);
const setting = (wanted: Omit<Parameters<typeof updateApp>[1], "app">) =>
  updateApp(stage.owner, { app: stage.app.id, ...wanted });
const put = (key: string, value: string) =>
  putVariables(stage.owner, { app: stage.app.id, variables: [{ key, value, isSecret: true }] });

describe("before anything was deployed", () => {
  test("a preview tells the commit, what would run in which stage and as whom, and that nothing is known yet", async () => {
    await setting({ buildCommand: "echo building", retainedReleases: 4 });
    const found = await preview();
    expect(found).toMatchObject({
      server: { name: "web-1" },
      branch: "main",
      commit: { id: await stage.repository.head("main"), subject: "First commit", author: "Shop developers" },
      live: null,
      expectedMs: null,
      disk: { needBytes: null },
      memory: { needBytes: null },
    });
    const user = stage.target.user;
    expect(found.steps.map(({ stage: where, name, text, runAs }) => [where, name, text, runAs])).toEqual([
      ["fetch_source", "Fetch source", expect.stringContaining(stage.appInput.repositoryUrl), user],
      ["set_up_runtime", "Link environment and storage", "Links .env into the release", user],
      ["set_up_runtime", "Build", "echo building", user],
      ["release", "Release", expect.stringContaining(`${stage.projectPath}/current`), user],
      ["after_release", "Remove old releases", expect.stringContaining("newest 4"), user],
    ]);
    expect(found.checks.filter(({ state }) => state !== "ok")).toEqual([]);
    expect(found.checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["connection", "host_key", "git", "path", "disk", "memory", "tool:git"]),
    );
  });

  test("a hook is shown with its exact text and its user where it stands; one that is off is shown as skipped", async () => {
    const hook = { app: stage.app.id, stage: "post_setup", action: "run_command", timeoutSeconds: 60 } as const;
    const command = "php artisan migrate --force\necho 'done'";
    const on = await addHook(stage.owner, {
      ...hook,
      name: "Migrate",
      input: { command },
      runAs: null,
      isEnabled: true,
    });
    const off = await addHook(stage.owner, {
      ...hook,
      ...{ name: "Warm", input: { command: "true" }, runAs: null, isEnabled: false, note: "Only on Fridays" },
    });
    const { steps } = await preview();
    expect(steps.filter(({ isHook }) => isHook)).toEqual([
      expect.objectContaining({ stage: "post_setup", name: "Migrate", text: command, isSkipped: false }),
      expect.objectContaining({ name: "Warm", isSkipped: true, note: "Only on Fridays", runAs: stage.target.user }),
    ]);
    for (const { id } of [on, off]) await removeHook(stage.owner, { app: stage.app.id, hook: id });
  });
});

test("looking at a plan changes nothing, here or on the server, and leaves no deployment", async () => {
  await preview();
  const before = await snapshot();
  await preview();
  expect(await snapshot()).toEqual(before);
  expect(await db.$count(deployments)).toBe(0);
});

describe("against what is live", () => {
  beforeAll(async () => {
    await put("KEPT", "a kept value 1234");
    await put("CHANGED", "a value before 1234");
    await put("REMOVED", "a removed value 1234");
    await ended((await deploy(stage)).id);
  });

  test("variables are named as new, changed or removed, and no value of any is told", async () => {
    await put("NEW", "a new value 1234");
    await put("CHANGED", "a value after 1234");
    await removeVariable(stage.owner, { app: stage.app.id, key: "REMOVED" });
    const found = await preview();
    expect(found.variables).toEqual({ new: ["NEW"], changed: ["CHANGED"], removed: ["REMOVED"], missing: [] });
    expect(JSON.stringify(found)).not.toMatch(/value (before|after)|new value|kept value|removed value/);
  });

  test("who may deploy and may not see variables is told the name of none", async () => {
    const { workspaceId } = stage.owner;
    const person = await addPerson(workspaceId, "member");
    const { actor } = await grant(workspaceId, person, "collaborator", { appId: stage.app.id });
    const found = await previewDeployment(actor, { app: stage.app.id });
    expect(found.variables).toBeNull();
    expect(JSON.stringify(found)).not.toMatch(/NEW|CHANGED|REMOVED|KEPT/);
    const { actor: admin } = await grant(workspaceId, person, "admin", { projectId: stage.project.id });
    expect((await previewDeployment(admin, { app: stage.app.id })).variables).toMatchObject({ new: ["NEW"] });
  });

  test("room and time are predicted from the releases before", async () => {
    const found = await preview();
    expect(found.live).toMatchObject({ number: 1 });
    expect(found.disk?.needBytes).toBeGreaterThan(0);
    expect(found.expectedMs).toBeGreaterThan(0);
    expect(found.checks.find(({ name }) => name === "disk")?.words).toContain("by the releases before it");
  });
});

describe("something else than the head of the app's branch", () => {
  const deployPlan = async (plan: string | null) =>
    ended((await queueDeployment(stage.owner, { app: stage.app.id, plan: plan ?? "" })).id);

  test("a tag is previewed and deployed by its plan", async () => {
    await stage.repository.tag("v1");
    const found = await preview({ tag: "v1" });
    expect(found).toMatchObject({ tag: "v1", commit: { id: await stage.repository.head("main") } });
    expect(await deployPlan(found.plan)).toMatchObject({
      status: "completed",
      deployment: { tag: "v1", isLive: true },
    });
  });

  test("a tag that was moved is not deployed by the old plan", async () => {
    const { plan } = await preview({ tag: "v1" });
    await stage.repository.commit({ "index.html": "<h1>two</h1>\n" }, "Second commit");
    await stage.repository.git("tag", "--force", "v1", "main");
    await expect(deployPlan(plan)).rejects.toThrow("the tag v1 has moved");
  });

  test("a commit by its id stays what it is, wherever the branches go", async () => {
    const commit = await stage.repository.head("main");
    const { plan } = await preview({ commit });
    await stage.repository.commit({ "index.html": "<h1>three</h1>\n" }, "Third commit");
    expect(await deployPlan(plan)).toMatchObject({ status: "completed", deployment: { commit } });
  });

  test("a commit that is not in the repository is said so, and a short id that nobody knows is refused", async () => {
    const found = await preview({ commit: "ab".repeat(20) });
    expect(found).toMatchObject({ commit: null, plan: null });
    await expect(preview({ commit: "abcdef1" })).rejects.toMatchObject({ kind: "invalid" });
  });
});

describe("what stands in the way is said, with what mends it", () => {
  test("a required variable without a value", async () => {
    await setting({ requiredVariables: ["KEPT", "API_KEY"] });
    expect(await checkNamed("variables")).toMatchObject({
      state: "problem",
      words: expect.stringContaining("API_KEY"),
      fix: expect.stringContaining("environment"),
    });
    await setting({ requiredVariables: [] });
  });

  test("a program that is missing, with the hook that would install it", async () => {
    await setting({ requirements: ["no-such-program@^22"] });
    expect(await checkNamed("tool:no-such-program")).toMatchObject({
      state: "problem",
      words: "no-such-program is not on the server.",
      hook: { action: "install_runtime", input: { requirement: "no-such-program@^22" } },
    });
  });

  test("a program in another version than the app wants, and one that does", async () => {
    provide("node", "20.11.1");
    await setting({ requirements: ["node@^22"] });
    expect(await checkNamed("tool:node")).toMatchObject({
      state: "problem",
      words: "node 20.11.1 is on the server, and the app wants ^22.",
    });
    provide("node", "22.12.0");
    expect(await checkNamed("tool:node")).toMatchObject({ state: "ok", hook: null });
    await setting({ requirements: [] });
  });

  test("the port of an app that is started: it is free, or somebody has it", async () => {
    const { app } = await setting({ startCommand: "npm start" });
    expect(app.port).not.toBeNull();
    expect(await checkNamed("port")).toMatchObject({ state: "ok", words: `Port ${app.port} is free.` });
    const other = createServer().listen(app.port ?? 0, "127.0.0.1");
    await once(other, "listening");
    expect(await checkNamed("port")).toMatchObject({ state: "problem", words: expect.stringContaining("is taken by") });
    other.close();
    await setting({ startCommand: null });
  });

  test("a credential that git refuses: there is no commit, and so no plan", async () => {
    const { repositoryUrl } = stage.appInput;
    await changeSource(stage.owner, { app: stage.app.id, repositoryUrl: `${repositoryUrl}-elsewhere` });
    const found = await preview();
    expect(found).toMatchObject({ commit: null, plan: null });
    expect(found.checks.find(({ name }) => name === "git")).toMatchObject({
      state: "problem",
      words: expect.stringContaining("There is no such repository"),
    });
    const access = { kind: "basic", username: "ana", password: Secret.of("a-git-password-1234") } as const;
    await changeSource(stage.owner, { app: stage.app.id, repositoryUrl, access });
    expect(JSON.stringify(await preview())).not.toContain("a-git-password-1234");
  });

  test("a branch that is not there", async () => {
    const found = await preview({ branch: "no-such-branch" });
    expect(found).toMatchObject({ commit: null, plan: null, branch: "no-such-branch" });
    expect(found.checks.find(({ name }) => name === "git")?.words).toContain("no-such-branch");
  });

  test("a server that does not answer: nothing is guessed about it", async () => {
    await db.update(servers).set({ host: "127.0.0.1", port: 1 }).where(eq(servers.id, stage.server.id));
    const found = await preview();
    expect(found).toMatchObject({ commit: null, plan: null, disk: null, memory: null });
    expect(found.checks.filter(({ state }) => state === "problem").map(({ name }) => name)).toEqual([
      "connection",
      "git",
    ]);
    expect(found.steps.length).toBeGreaterThan(0);
    await db.update(servers).set({ port: stage.target.port }).where(eq(servers.id, stage.server.id));
  });

  test("a host key that has changed", async () => {
    await db.update(servers).set({ connection: "host_key_changed" }).where(eq(servers.id, stage.server.id));
    expect(await checkNamed("host_key")).toMatchObject({ state: "problem", fix: expect.stringContaining("Admin") });
    await db.update(servers).set({ connection: "unknown" }).where(eq(servers.id, stage.server.id));
  });
});

/** A program that says a version, for this app alone. */
function provide(name: string, version: string): void {
  const directory = join(stage.target.home, "programs");
  const runtimes = join(stage.target.home, ".devpilot/apps", stage.app.id, "runtimes");
  for (const each of [directory, runtimes]) mkdirSync(each, { recursive: true });
  writeFileSync(join(directory, name), `#!/bin/bash\necho v${version}\n`);
  chmodSync(join(directory, name), 0o755);
  writeFileSync(join(runtimes, name), `${directory}\n`);
}
