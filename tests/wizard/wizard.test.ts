import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { findPipeline } from "#lib/pipelines/find.ts";
import { updateHook } from "#lib/pipelines/update-hook.ts";
import { platforms } from "#lib/platforms/index.ts";
import { acceptDetection } from "#lib/wizard/accept-detection.ts";
import { beginWizard } from "#lib/wizard/begin.ts";
import { choosePlatform } from "#lib/wizard/choose-platform.ts";
import { findWizard } from "#lib/wizard/find.ts";
import { finishWizard } from "#lib/wizard/finish.ts";
import { goToStep } from "#lib/wizard/go-to-step.ts";
import { readNewRepository } from "#lib/wizard/read-repository.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addDetection, aDetection } from "#tests/support/detection.ts";
import { addIntegration } from "#tests/support/integration.ts";
import { aHook, makeWorld, type World } from "#tests/support/world.ts";

let world: World;
let count = 0;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

const actor = () => world.owner.actor;

/** A new app in its wizard; its id. */
async function begin(): Promise<string> {
  const { app } = await beginWizard(actor(), {
    project: world.project.id,
    serverId: world.serverId,
    name: `Shop ${++count}`,
    repositoryUrl: "https://git.example.com/acme/shop.git",
    branch: "main",
    access: { kind: "anonymous" },
    projectPath: `/srv/wizard/${count}`,
  });
  return app.id;
}

async function rowOf(id: string) {
  const [row] = await db.select().from(apps).where(eq(apps.id, id));
  return row;
}

const hookNames = async (app: string) => (await findPipeline(actor(), { app })).hooks.map(({ name }) => name);

describe("the steps", () => {
  test("a new app begins at what was detected, with nothing decided for it", async () => {
    const id = await begin();
    expect(await rowOf(id)).toMatchObject({ wizardStep: "detected", platform: "other", installCommand: null });
    expect(await findWizard(actor(), { app: id })).toEqual({ step: "detected", detection: null });
  });

  test("a step that was reached stays open when somebody goes back", async () => {
    const id = await begin();
    await goToStep(actor(), { app: id, step: "pipeline" });
    await goToStep(actor(), { app: id, step: "build" });
    expect((await rowOf(id))?.wizardStep).toBe("pipeline");
  });

  test("a finished wizard asks for nothing more, and has no steps", async () => {
    const id = await begin();
    await finishWizard(actor(), { app: id });
    await finishWizard(actor(), { app: id });
    expect((await rowOf(id))?.wizardStep).toBeNull();
    await expect(goToStep(actor(), { app: id, step: "review" })).rejects.toThrow(/The set-up of Shop \d+ is finished/);
    await expect(choosePlatform(actor(), { app: id, platform: "node", directory: "" })).rejects.toThrow(/is finished/);
    await addDetection(world.workspace.id, id);
    const { commit } = aDetection;
    await expect(acceptDetection(actor(), { app: id, commit, directory: "" })).rejects.toThrow(/is finished/);
  });

  test("a step that an older version wrote is the first one", async () => {
    const id = await begin();
    await db.update(apps).set({ wizardStep: "long-gone" }).where(eq(apps.id, id));
    expect((await findWizard(actor(), { app: id })).step).toBe("detected");
  });
});

describe("what was detected", () => {
  test("becomes the app's own, its hooks with their reasons, and the next step opens", async () => {
    const id = await begin();
    const { commit } = await addDetection(world.workspace.id, id);
    await acceptDetection(actor(), { app: id, commit, directory: "" });
    expect(await rowOf(id)).toMatchObject({
      platform: "node",
      installCommand: "npm ci",
      buildCommand: "npm run build",
      startCommand: "npm start",
      storagePaths: ["uploads"],
      requirements: ["node@^22", "npm"],
      requiredVariables: ["DATABASE_URL"],
      wizardStep: "build",
    });
    const { hooks } = await findPipeline(actor(), { app: id });
    expect(hooks).toMatchObject([{ name: "Smoke test", note: "package.json has a test script.", isEnabled: false }]);
  });

  test("is accepted as it was seen: another commit than that is refused", async () => {
    const id = await begin();
    await addDetection(world.workspace.id, id);
    const other = { app: id, commit: "0".repeat(40), directory: "" };
    await expect(acceptDetection(actor(), other)).rejects.toThrow("Look at the repository again");
    expect((await rowOf(id))?.platform).toBe("other");
  });

  test("of another app is not this one's", async () => {
    const [id, neighbour] = [await begin(), await begin()];
    const { commit } = await addDetection(world.workspace.id, neighbour);
    await expect(acceptDetection(actor(), { app: id, commit, directory: "" })).rejects.toThrow(
      "Look at the repository",
    );
  });

  test("that no form would take is not taken from a repository either, and nothing of it is kept", async () => {
    const id = await begin();
    const { commit } = await addDetection(world.workspace.id, id, { storagePaths: ["../../etc"] });
    await expect(acceptDetection(actor(), { app: id, commit, directory: "" })).rejects.toMatchObject({
      kind: "invalid",
    });
    expect(await rowOf(id)).toMatchObject({ platform: "other", wizardStep: "detected" });
    expect(await hookNames(id)).toEqual([]);
  });

  test("accepted again, it doubles no hook, leaves own ones, and keeps what was switched", async () => {
    const id = await begin();
    const { commit } = await addDetection(world.workspace.id, id);
    await acceptDetection(actor(), { app: id, commit, directory: "" });
    await addHook(actor(), { app: id, ...aHook });
    const [proposed] = (await findPipeline(actor(), { app: id })).hooks;
    await updateHook(actor(), { app: id, hook: proposed?.id ?? "", isEnabled: true });
    await acceptDetection(actor(), { app: id, commit, directory: "" });
    expect(await hookNames(id)).toEqual(["Smoke test", "Say hello"]);
    expect((await findPipeline(actor(), { app: id })).hooks[0]?.isEnabled).toBe(true);
  });

  test("gives way to another platform that is chosen by hand, with the hooks that were proposed for it", async () => {
    const id = await begin();
    const { commit } = await addDetection(world.workspace.id, id);
    await acceptDetection(actor(), { app: id, commit, directory: "" });
    await addHook(actor(), { app: id, ...aHook });
    await choosePlatform(actor(), { app: id, platform: "laravel", directory: "api" });
    const { installCommand, storagePaths } = platforms.laravel;
    expect(await rowOf(id)).toMatchObject({
      platform: "laravel",
      directory: "api",
      installCommand,
      storagePaths,
      startCommand: null,
      requiredVariables: [],
    });
    const names = await hookNames(id);
    expect(names).toContain("Say hello");
    expect(names).not.toContain("Smoke test");
    expect(names).toEqual(expect.arrayContaining(platforms.laravel.hooks.map(({ name }) => name)));
  });

  test("in a directory is found for that directory, the newest first", async () => {
    const id = await begin();
    await addDetection(world.workspace.id, id, { directory: "web", commit: "1".repeat(40) });
    await addDetection(world.workspace.id, id, { directory: "web", commit: "2".repeat(40) });
    expect((await findWizard(actor(), { app: id })).detection).toBeNull();
    expect((await findWizard(actor(), { app: id, directory: "web" })).detection?.commit).toBe("2".repeat(40));
  });
});

describe("a repository before there is an app", () => {
  const read = (repositoryUrl: string, integration?: string) =>
    readNewRepository(actor(), { project: world.project.id, repositoryUrl, ...(integration && { integration }) });

  test("gives the app its name, and says how it is reached", async () => {
    expect(await read("https://git.example.com/acme/shop.git")).toMatchObject({ name: "shop", isOverSsh: false });
    expect(await read("git@git.example.com:acme/go.git")).toMatchObject({ name: "app-go", isOverSsh: true });
  });

  test("is refused beside its field when git could not take it, or it carries a password", async () => {
    for (const url of ["--upload-pack=touch", "https://ana:secret@git.example.com/acme/shop.git", "nothing"]) {
      await expect(read(url), url).rejects.toHaveProperty("fields.repositoryUrl");
    }
  });

  test("has to be where the account is", async () => {
    const { id } = await addIntegration(world.workspace.id, { origin: "https://github.com:443" });
    await expect(read("https://git.example.com/acme/shop.git", id)).rejects.toHaveProperty("fields.repositoryUrl");
  });

  test("is read with no account of another project or workspace", async () => {
    const elsewhere = await makeWorld();
    const { id } = await addIntegration(elsewhere.workspace.id);
    await expect(read("https://github.com/acme/shop.git", id)).rejects.toMatchObject({ kind: "not_found" });
  });
});
