import { beforeAll, describe, expect, test, vi } from "vitest";
import { putVariables } from "#lib/apps/put-variables.ts";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { whyNoRuntimes } from "#tests/support/hosts.ts";
import { ended, stepIs } from "#tests/support/stage.ts";
import { bodyOf, startLoad } from "./load.ts";
import { bootRealServer, type RealServer } from "./real-server.ts";
import { djangoApp, wsgiApp } from "./starters/python.ts";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });
const skipped = whyNoRuntimes ? ` (skipped: ${whyNoRuntimes})` : "";

describe.skipIf(whyNoRuntimes !== null)(`apps that Python runs${skipped}`, () => {
  let server: RealServer;

  beforeAll(async () => {
    server = await bootRealServer("python");
  });

  test("a WSGI application in an environment of its own is switched without a failed request", async () => {
    const startCommand = ".venv/bin/python app.py";
    const app = await server.make("wsgi", wsgiApp("one"), { platform: "python", startCommand, isPublic: true });
    await server.deploy(app);
    expect(await bodyOf(app.url)).toBe("one");
    const load = startLoad(app.url);
    const id = await server.push(app, wsgiApp("two"));
    await stepIs(id, "Install dependencies", "processing", 120);
    expect(await bodyOf(app.url)).toBe("one");
    expect(await ended(id, 180)).toMatchObject({
      status: "completed",
      deployment: { isLive: true, switch: "handover" },
    });
    expect(await bodyOf(app.url)).toBe("two");
    const { answers, failed } = await load.stop();
    expect(failed).toEqual([]);
    expect([...new Set(answers.map(({ body }) => body))]).toEqual(["one", "two"]);
  });

  test("Django: migrated before it is live, with its variables, the old answer during the build", async () => {
    const app = await server.make("django", djangoApp("one"), {
      platform: "python",
      buildCommand: ".venv/bin/python manage.py collectstatic --noinput",
      migrateCommand: ".venv/bin/python manage.py migrate",
      startCommand: '.venv/bin/python manage.py runserver "$HOST:$PORT" --noreload',
      storagePaths: ["storage"],
      isPublic: true,
    });
    await putVariables(server.owner, {
      app: app.id,
      variables: [{ key: "MODE", value: "production", isSecret: false }],
    });
    await addHook(server.owner, {
      app: app.id,
      stage: "post_setup",
      name: "Migrate",
      action: "migrate",
      input: {},
      runAs: null,
      timeoutSeconds: 60,
      isEnabled: true,
    });
    await server.deploy(app);
    expect(await bodyOf(app.url)).toBe("one, 1 table, production");
    const id = await server.push(app, djangoApp("two"));
    await stepIs(id, "Build", "processing", 120);
    expect(await bodyOf(app.url)).toBe("one, 1 table, production");
    expect(await ended(id, 180)).toMatchObject({ status: "completed", deployment: { isLive: true } });
    expect(await bodyOf(app.url)).toBe("two, 1 table, production");
  });
});
